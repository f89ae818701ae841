import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { storageAt, usedBytesAt } from '../../../../src/linux/upgrade/storage.ts';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'webboot-storage-'));
});
afterEach(() => rm(root, { recursive: true }));

describe('the file system for a directory', () => {
  it('is that of its nearest parent as long as it is not there', async () => {
    const before = await storageAt(join(root, 'not/yet'));
    await mkdir(join(root, 'not/yet'), { recursive: true });
    const after = await storageAt(join(root, 'not/yet'));
    expect(after.fileSystem).toBe(before.fileSystem);
    expect(after.path).toBe(join(root, 'not/yet'));
    expect(before.freeBytes).toBeGreaterThan(0);
  });

  it('is another one than that of /proc, in which nothing has room', async () => {
    const proc = await storageAt('/proc/self');
    expect(proc.freeBytes).toBe(0);
    expect(proc.fileSystem).not.toBe((await storageAt(root)).fileSystem);
  });

  it('tells what files hold, and takes none for empty', async () => {
    await writeFile(join(root, 'file'), Buffer.alloc(1 << 20));
    expect(await usedBytesAt(root)).toBeGreaterThanOrEqual(1 << 20);
    expect(await usedBytesAt(join(root, 'none'))).toBe(0);
  });
});
