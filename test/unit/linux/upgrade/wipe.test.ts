import { link, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { wipeFile, wipeFolder } from '../../../../src/linux/upgrade/wipe.ts';

let root: string;
let folder: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'webboot-wipe-'));
  folder = join(root, 'checkpoints');
  await mkdir(join(folder, 'nginx.service/images'), { recursive: true });
});
afterEach(() => rm(root, { recursive: true }));

it('overwrites what it removes, in folders below, too', async () => {
  const image = join(folder, 'nginx.service/images/pages-1.img');
  await writeFile(image, Buffer.alloc((1 << 20) + 77, 'secret'));
  // Another name of the same bytes shows what is left of them on the disk.
  await link(image, join(root, 'same'));
  await wipeFolder(folder);
  expect(await readdir(root)).toEqual(['same']);
  expect(await readFile(join(root, 'same'))).toEqual(Buffer.alloc((1 << 20) + 77));
});

it('does not follow links out of the folder', async () => {
  await writeFile(join(root, 'mine'), 'mine');
  await symlink(join(root, 'mine'), join(folder, 'link'));
  await symlink(root, join(folder, 'up'));
  await wipeFolder(folder);
  expect(await readFile(join(root, 'mine'), 'utf8')).toBe('mine');
});

it('takes a folder that is not there for wiped', async () => {
  await expect(wipeFolder(join(root, 'none'))).resolves.toBeUndefined();
});

it('overwrites a file that it removes, and takes one that is not there for wiped', async () => {
  const file = join(root, 'devshm.tar');
  await writeFile(file, 'secret');
  await link(file, join(root, 'same'));
  await wipeFile(file);
  await wipeFile(file);
  expect((await readdir(root)).sort()).toEqual(['checkpoints', 'same']);
  expect(await readFile(join(root, 'same'))).toEqual(Buffer.alloc(6));
});

it('removes a link, and leaves what it leads to alone', async () => {
  await writeFile(join(root, 'mine'), 'mine');
  await symlink(join(root, 'mine'), join(root, 'link'));
  await wipeFile(join(root, 'link'));
  expect((await readdir(root)).sort()).toEqual(['checkpoints', 'mine']);
  expect(await readFile(join(root, 'mine'), 'utf8')).toBe('mine');
});
