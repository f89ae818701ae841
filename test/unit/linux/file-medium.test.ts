import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, expect, test } from 'vitest';
import { openFileMedium } from '../../../src/linux/file-medium.ts';

const directory = await mkdtemp(join(tmpdir(), 'webboot-medium-'));
afterAll(() => rm(directory, { recursive: true }));

test('a file is read at any place, and never past its end', async () => {
  const path = join(directory, 'file');
  await writeFile(path, 'abcdef');
  const medium = await openFileMedium(path);
  expect(medium).toMatchObject({ path, size: 6 });
  expect(Buffer.from(await medium.read(2, 3)).toString()).toBe('cde');
  expect(Buffer.from(await medium.read(4, 100)).toString()).toBe('ef');
  expect(await medium.read(100, 1)).toHaveLength(0);
  await medium.close();
});

test('a place over 4 GiB is read', async () => {
  const path = join(directory, 'sparse');
  await writeFile(path, '');
  await truncate(path, 2 ** 32 + 10);
  const medium = await openFileMedium(path);
  expect(medium.size).toBe(2 ** 32 + 10);
  expect(await medium.read(2 ** 32 + 5, 10)).toEqual(new Uint8Array(5));
  await medium.close();
});

test('a block device has the size that blockdev prints', async (context) => {
  const { stdout } = await execa('lsblk', ['-n', '-d', '-p', '-b', '-o', 'NAME,SIZE'], {
    reject: false,
  });
  const devices = (stdout ?? '').split('\n').map((line) => line.trim().split(/\s+/));
  const [name, size] = devices.find(([, bytes]) => Number(bytes) > 512) ?? [];
  if (!name || process.getuid?.() !== 0) {
    context.skip('no block device that this user may open');
    return;
  }
  const medium = await openFileMedium(name);
  expect(medium.size).toBe(Number(size));
  expect(await medium.read(medium.size - 512, 1024)).toHaveLength(512);
  await medium.close();
});

test('a path that is not there is named, with a remedy', async () => {
  await expect(openFileMedium('/nowhere/x.iso')).rejects.toMatchObject({
    code: 'file-not-found',
    subject: '/nowhere/x.iso',
    remedy: expect.stringContaining('path'),
  });
});

test('a directory is no image', async () => {
  await expect(openFileMedium(directory)).rejects.toMatchObject({ code: 'unsupported-image' });
});

test('a file that shrinks while it is read is told as damaged', async () => {
  const path = join(directory, 'shrinking');
  await writeFile(path, 'abcdef');
  const medium = await openFileMedium(path);
  await truncate(path, 2);
  await expect(medium.read(0, 6)).rejects.toMatchObject({ code: 'damaged-image' });
  await medium.close();
});
