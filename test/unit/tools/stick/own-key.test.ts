import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readKernelSignature } from '../../../../src/formats/authenticode/kernel-signature.ts';
import { memoryAccess } from '../../../../src/formats/random-access.ts';
import { ownKey, signProgram, writeDer } from '../../../../tools/stick/own-key.ts';
import { efiProgram, signWithSbsign } from '../../../helpers/efi-program.ts';
import { createSigner } from '../../../helpers/signed-kernel.ts';

let folder = '';
const pair = (name: string) => ({
  key: join(folder, `${name}.key`),
  certificate: join(folder, `${name}.pem`),
});
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'webboot-own-key-'));
  for (const name of ['Owner', 'Vendor']) await createSigner(folder, { name });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function signersOf(file: string): Promise<readonly string[] | undefined> {
  const { signers } = await readKernelSignature(memoryAccess(await readFile(file)));
  return signers?.map(({ name }) => name);
}

test("a kernel loses its vendor's signature for one's own, and the same file comes out again", async () => {
  const signed = await signWithSbsign(folder, { program: efiProgram(3), signer: 'Vendor' });
  const program = join(folder, 'kernel.efi');
  await writeFile(program, signed);
  const own = await signProgram(program, pair('Owner'), { alone: true, cache: folder });
  expect(await signersOf(own)).toEqual(['Owner']);
  expect(await readFile(program)).toEqual(signed);
  const again = await signProgram(program, pair('Owner'), { alone: true, cache: folder });
  expect(await readFile(again)).toEqual(await readFile(own));
});

test('a boot loader keeps the signature that it has', async () => {
  const program = join(folder, 'loader.efi');
  await writeFile(
    program,
    await signWithSbsign(folder, { program: efiProgram(4), signer: 'Vendor' }),
  );
  const own = await signProgram(program, pair('Owner'), { cache: folder });
  expect(await signersOf(own)).toEqual(['Vendor']);
  expect((await readFile(own)).length).toBeGreaterThan((await readFile(program)).length);
});

test('a certificate comes as DER, which firmware enrolls', async () => {
  const file = join(folder, 'own.cer');
  await writeDer(pair('Owner'), file);
  expect([...(await readFile(file)).subarray(0, 2)]).toEqual([0x30, 0x82]);
});

test.each([
  ['is not there', { key: 'absent.key' }, 'file-not-found'],
  ["is another certificate's", { key: 'Vendor.key' }, 'usage'],
  ['is none', { key: 'Owner.pem' }, 'build-failed'],
])('a key that %s is refused', async (_, { key }, code) => {
  const given = { ...pair('Owner'), key: join(folder, key) };
  await expect(ownKey(given)).rejects.toMatchObject({ code });
});
