import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readKernelSignature } from '../../../../src/formats/authenticode/kernel-signature.ts';
import { readKeyDatabase } from '../../../../src/formats/efi/key-database.ts';
import { memoryAccess } from '../../../../src/formats/random-access.ts';
import { efiProgram, signatureLists, signWithSbsign } from '../../../helpers/efi-program.ts';
import { createSigner, programWithTable, signedProgram } from '../../../helpers/signed-kernel.ts';
import { tinyBzimage } from '../../../helpers/tiny-bzimage.ts';

let work = '';
const ids: Record<string, string> = {};
beforeAll(async () => {
  work = await mkdtemp(join(tmpdir(), 'webboot-signers-'));
  ids.Root = (await createSigner(work, { name: 'Root' })).keyId;
  ids.Between = (await createSigner(work, { name: 'Between', issuer: 'Root' })).keyId;
  ids.Signer = (await createSigner(work, { name: 'Signer', issuer: 'Between' })).keyId;
});
afterAll(() => rm(work, { recursive: true, force: true }));

const signatureOf = (bytes: Uint8Array) => readKernelSignature(memoryAccess(bytes));
const signersOf = async (bytes: Uint8Array) => (await signatureOf(bytes)).signers ?? [];

const sha = (bits: number) => expect.stringMatching(new RegExp(`^[0-9a-f]{${bits / 4}}$`));

describe('readKernelSignature', () => {
  test("tells the signer and its issuer's key, though only the signer's certificate is there", async () => {
    expect(await signersOf(await signedProgram(work, { signer: 'Signer' }))).toEqual([
      {
        name: 'Signer',
        issuer: 'Between',
        keyIds: [ids.Signer, ids.Between],
        certificates: [sha(256), sha(384), sha(512)],
      },
    ]);
  });

  test('goes up the chain as far as the signature has certificates', async () => {
    const [signer] = await signersOf(
      await signedProgram(work, { signer: 'Signer', chain: 'Between' }),
    );
    expect(signer?.keyIds).toEqual([ids.Signer, ids.Between, ids.Root]);
  });

  test('ends at a certificate that signed itself', async () => {
    const [signer] = await signersOf(await signedProgram(work, { signer: 'Root' }));
    expect(signer).toMatchObject({ name: 'Root', issuer: 'Root', keyIds: [ids.Root] });
  });

  test('finds nobody on a kernel without a signature', async () => {
    expect(await signatureOf(tinyBzimage())).toEqual({ signed: false });
  });

  test("tells the digest that sbsign signed, which is the one in efitools' list of the program", async () => {
    const program = efiProgram(7);
    const { signers, digest } = await signatureOf(
      await signWithSbsign(work, { program, signer: 'Signer' }),
    );
    expect(signers?.map(({ name }) => name)).toEqual(['Signer']);
    const list = readKeyDatabase(await signatureLists(work, { programs: [program] }));
    expect(list.programs).toEqual([digest]);
  });

  test.each([
    ['nothing', []],
    ['zeros', new Array(64).fill(0)],
    ['an element longer than the table', [0x30, 0x84, 0x7f, 0xff, 0xff, 0xff]],
    ['a tag of many bytes', [0x3f, 0x81, 0x01, 0x00]],
  ])('refuses a table that holds %s', async (_, signature) => {
    await expect(signersOf(programWithTable(Uint8Array.from(signature)))).rejects.toMatchObject({
      name: 'FormatError',
    });
  });
});
