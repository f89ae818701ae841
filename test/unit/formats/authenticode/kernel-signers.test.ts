import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readKernelSigners } from '../../../../src/formats/authenticode/kernel-signers.ts';
import { memoryAccess } from '../../../../src/formats/random-access.ts';
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

const signersOf = (bytes: Uint8Array) => readKernelSigners(memoryAccess(bytes));

describe('readKernelSigners', () => {
  test("tells the signer and its issuer's key, though only the signer's certificate is there", async () => {
    expect(await signersOf(await signedProgram(work, { signer: 'Signer' }))).toEqual([
      { name: 'Signer', issuer: 'Between', keyIds: [ids.Signer, ids.Between] },
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
    expect(signer).toEqual({ name: 'Root', issuer: 'Root', keyIds: [ids.Root] });
  });

  test('finds nobody on a kernel without a signature', async () => {
    expect(await signersOf(tinyBzimage())).toEqual([]);
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
