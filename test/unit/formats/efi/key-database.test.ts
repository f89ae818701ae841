import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readKeyDatabase } from '../../../../src/formats/efi/key-database.ts';
import { readSignatureLists } from '../../../../src/formats/efi/signature-lists.ts';
import { guidBytes } from '../../../../src/formats/gpt/guid.ts';
import { efiProgram, signatureLists } from '../../../helpers/efi-program.ts';
import { createSigner } from '../../../helpers/signed-kernel.ts';

const owner = '11111111-2222-3333-4444-555555555555';
const types = {
  sha256: 'c1c41626-504c-4092-aca9-41f936934328',
  certificate: 'a5c059a1-94e4-4aa7-87b5-ab155c2bf072',
  certificateSha256: '3bd2a492-96c0-4079-b420-fcf98ef103ed',
} as const;

/** A list by hand, for what efitools do not make. */
function list(type: string, { header = [] as number[], entries = [] as Uint8Array[] }): Uint8Array {
  const entryBytes = 16 + (entries[0]?.length ?? 32);
  const sizes = [28 + header.length + entries.length * entryBytes, header.length, entryBytes];
  const bodies = entries.map((data) => Buffer.concat([guidBytes(owner), data]));
  return Buffer.concat([
    guidBytes(type),
    Buffer.from(new Uint32Array(sizes).buffer),
    Buffer.from(header),
    ...bodies,
  ]);
}

let work = '';
let keyId = '';
beforeAll(async () => {
  work = await mkdtemp(join(tmpdir(), 'webboot-esl-'));
  ({ keyId } = await createSigner(work, { name: 'Owner' }));
});
afterAll(() => rm(work, { recursive: true, force: true }));

describe('readKeyDatabase', () => {
  test('reads what efitools write: a certificate, and programs', async () => {
    const bytes = await signatureLists(work, {
      certificates: ['Owner'],
      programs: [efiProgram(1), efiProgram(2)],
    });
    const { keyIds, programs, certificates } = readKeyDatabase(bytes);
    expect(keyIds).toEqual([keyId]);
    expect(new Set(programs).size).toBe(2);
    expect(certificates).toEqual([]);
    expect(readSignatureLists(bytes)[0]?.owner).toBe(owner);
  });

  test("tells a certificate's digest from the time of its revocation behind it", () => {
    const entry = Buffer.concat([Buffer.alloc(32, 0xab), Buffer.alloc(16, 0xff)]);
    const { certificates } = readKeyDatabase(list(types.certificateSha256, { entries: [entry] }));
    expect(certificates).toEqual(['ab'.repeat(32)]);
  });

  test('passes the header of a list, lists without entries, and types that it does not know', () => {
    const bytes = Buffer.concat([
      list(types.sha256, {
        header: [1, 2, 3],
        entries: [Buffer.alloc(32, 1), Buffer.alloc(32, 2)],
      }),
      list(types.sha256, {}),
      list(owner, { entries: [Buffer.alloc(5)] }),
    ]);
    const { programs } = readKeyDatabase(bytes);
    expect(programs).toEqual(['01'.repeat(32), '02'.repeat(32)]);
  });

  test('leaves out a certificate that is none, and keeps the others', async () => {
    const good = await signatureLists(work, { certificates: ['Owner'] });
    const bad = list(types.certificate, { entries: [Buffer.alloc(40, 0xff)] });
    expect(readKeyDatabase(Buffer.concat([bad, good])).keyIds).toEqual([keyId]);
  });

  test('is empty for no bytes', () => {
    expect(readKeyDatabase(new Uint8Array())).toEqual({
      keyIds: [],
      programs: [],
      certificates: [],
    });
  });

  test.each([
    ['ends within its header', Buffer.alloc(27)],
    [
      'is longer than its variable',
      list(types.sha256, { entries: [Buffer.alloc(32)] }).subarray(0, -1),
    ],
    ['has entries without data', list(owner, { entries: [Buffer.alloc(0)] })],
    ['has digests of a wrong size', list(types.sha256, { entries: [Buffer.alloc(20)] })],
    ['claims no size', Buffer.alloc(28)],
  ])('refuses a list that %s', (_, bytes) => {
    expect(() => readKeyDatabase(bytes)).toThrow(expect.objectContaining({ name: 'FormatError' }));
  });
});
