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

test('a block device has the size of what lies behind it', async (context) => {
  const path = join(directory, 'behind');
  await writeFile(path, 'x'.repeat(3 << 20));
  const attached = await execa('losetup', ['--find', '--show', path], { reject: false });
  if (attached.exitCode !== 0) {
    context.skip(`no loop device to be had: ${attached.stderr}`);
    return;
  }
  try {
    const medium = await openFileMedium(attached.stdout);
    expect(medium.size).toBe(3 << 20);
    expect(await medium.read(medium.size - 512, 1024)).toEqual(new Uint8Array(512).fill(0x78));
    await medium.close();
  } finally {
    await execa('losetup', ['--detach', attached.stdout]);
  }
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
