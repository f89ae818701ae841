import { readFileSync } from 'node:fs';
import { copyFile, mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, expect, test } from 'vitest';
import { FormatError } from '../../../../src/errors.ts';
import { openIso } from '../../../../src/formats/iso9660/open-iso.ts';
import { countReads, memoryAccess } from '../../../../src/formats/random-access.ts';
import { isZip } from '../../../../src/formats/zip/zip-signature.ts';
import { openZippedImage } from '../../../../src/formats/zip/zipped-image.ts';
import { openFileMedium } from '../../../../src/linux/file-medium.ts';
import { debFile } from '../../../helpers/debs.ts';
import { ourListing } from '../../../helpers/iso-listings.ts';

const memtest = await debFile('memtest86+');
const directory = await mkdtemp(join(tmpdir(), 'webboot-zip-'));
afterAll(() => rm(directory, { recursive: true }));

/** Zips files of the directory with 7-Zip; `-mx=0` stores. */
async function zip(name: string, files: readonly string[], options: readonly string[] = []) {
  await execa('7z', ['a', '-tzip', ...options, name, ...files], { cwd: directory });
  return join(directory, name);
}

const load = (path: string) => memoryAccess(readFileSync(path));

test.skipIf(memtest === undefined).each([
  ['stored.zip', ['-mx=0']],
  ['deflated.zip', ['-mx=5']],
])('the memtest86+ ISO in %s is read as the ISO itself is', async (name, options) => {
  const iso = join(memtest ?? '', 'usr/lib/memtest86+/memtest86+x64.iso');
  await copyFile(iso, join(directory, 'mt86plus_64.iso'));
  await writeFile(join(directory, 'README.txt'), 'read me');
  const access = load(await zip(name, ['README.txt', 'mt86plus_64.iso'], options));
  expect(await isZip(access)).toBe(true);
  const opened = await openZippedImage(access);
  expect(opened.name).toBe('mt86plus_64.iso');
  expect(opened.image.size).toBe(readFileSync(iso).length);
  expect((await openIso(opened.image)).volumeId).toBe('MT86PLUS_64');
  expect(await ourListing(opened.image)).toEqual(await ourListing(load(iso)));
});

test('a stored ISO of any size costs only what is read of it', async () => {
  await writeFile(join(directory, 'big.iso'), '');
  await truncate(join(directory, 'big.iso'), 300 << 20);
  const medium = await openFileMedium(await zip('big.zip', ['big.iso'], ['-mx=0']));
  const counted = countReads(medium);
  const { image } = await openZippedImage(counted);
  expect(image.size).toBe(300 << 20);
  expect(counted.bytesRead).toBeLessThan(100_000);
  await medium.close();
});

test('a compressed ISO over the bound is refused by name', async () => {
  await writeFile(join(directory, 'huge.iso'), '');
  await truncate(join(directory, 'huge.iso'), 129 << 20);
  const medium = await openFileMedium(await zip('huge.zip', ['huge.iso'], ['-mx=1']));
  await expect(openZippedImage(medium)).rejects.toThrow('huge.iso of 129 MiB is compressed');
  await medium.close();
});

test('no ISO, several ISOs and encryption are told apart', async () => {
  await writeFile(join(directory, 'a.iso'), 'a');
  await writeFile(join(directory, 'b.ISO'), 'b');
  await writeFile(join(directory, 'c.txt'), 'c');
  const open = async (path: string) => openZippedImage(load(path));
  await expect(open(await zip('none.zip', ['c.txt']))).rejects.toThrow('no .iso among its 1 files');
  await expect(open(await zip('two.zip', ['a.iso', 'b.ISO']))).rejects.toThrow('several ISOs');
  await expect(open(await zip('secret.zip', ['a.iso'], ['-px']))).rejects.toThrow('encrypted');
});

test('damage is a FormatError, and what does not match its checksum is not handed on', async () => {
  await writeFile(join(directory, 'd.iso'), 'd'.repeat(5000));
  const bytes = readFileSync(await zip('d.zip', ['d.iso'], ['-mx=9']));
  for (let length = 0; length < bytes.length; length += 1) {
    const access = memoryAccess(bytes.subarray(0, length));
    await expect(openZippedImage(access)).rejects.toBeInstanceOf(FormatError);
  }
  for (let at = 30; at < bytes.length; at += 1) {
    const damaged = Uint8Array.from(bytes);
    damaged[at] = (damaged[at] ?? 0) ^ 0x10;
    const opening = openZippedImage(memoryAccess(damaged)).catch((error: unknown) => error);
    const result = await opening;
    if (result instanceof Error) expect(result).toBeInstanceOf(FormatError);
  }
});

test('an error of reading is passed on as it is', async () => {
  const error = new Error('connection lost');
  const access = { size: 1000, read: () => Promise.reject(error) };
  await expect(openZippedImage(access)).rejects.toBe(error);
});

test('an ISO is no zip', async () => {
  expect(await isZip(memoryAccess(new Uint8Array(4096)))).toBe(false);
  expect(await isZip(memoryAccess(new Uint8Array(1)))).toBe(false);
});
