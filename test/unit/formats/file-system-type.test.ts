import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, expect, test } from 'vitest';
import { readFileSystemType } from '../../../src/formats/file-system-type.ts';
import { openFileMedium } from '../../../src/linux/file-medium.ts';

const directory = await mkdtemp(join(tmpdir(), 'webboot-volumes-'));
afterAll(() => rm(directory, { recursive: true }));

async function typeOf(name: string, mebibytes: number, make?: readonly string[]) {
  const path = join(directory, name);
  await writeFile(path, '');
  await truncate(path, mebibytes << 20);
  const [tool, ...args] = make ?? [];
  if (tool !== undefined) await execa(tool, [...args, path]);
  const medium = await openFileMedium(path);
  try {
    return await readFileSystemType(medium);
  } finally {
    await medium.close();
  }
}

test.each([
  ['vfat', 'FAT12', 4, ['mkfs.vfat', '-F', '12']],
  ['vfat', 'FAT16', 16, ['mkfs.vfat', '-F', '16']],
  ['vfat', 'FAT32', 40, ['mkfs.vfat', '-F', '32']],
  ['ext4', 'ext4', 16, ['mke2fs', '-q', '-t', 'ext4']],
  ['ext4', 'ext2', 16, ['mke2fs', '-q', '-t', 'ext2']],
  [undefined, 'zeros', 1, undefined],
] as const)('%s is what a volume of %s is mounted as', async (type, name, size, make) => {
  expect(await typeOf(name, size, make)).toBe(type);
});

test.each([
  ['exfat', 3, 'EXFAT   '],
  ['ntfs3', 3, 'NTFS    '],
  ['xfs', 0, 'XFSB'],
  ['btrfs', 0x10040, '_BHRfS_M'],
])('%s is known by its word', async (type, offset, word) => {
  const bytes = new Uint8Array(1 << 17);
  bytes.set(Buffer.from(word), offset);
  const read = async (start: number, length: number) => bytes.slice(start, start + length);
  expect(await readFileSystemType({ size: bytes.length, read })).toBe(type);
});

test('a volume that ends before a word would stand is none', async () => {
  const read = async () => new Uint8Array();
  expect(await readFileSystemType({ size: 0, read })).toBeUndefined();
});
