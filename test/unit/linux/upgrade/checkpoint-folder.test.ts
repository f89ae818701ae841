import { chmod, mkdir, mkdtemp, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  makeCheckpointFolder,
  requireCheckpointFolder,
} from '../../../../src/linux/upgrade/checkpoint-folder.ts';
import { checkpoints } from '../../../../src/linux/upgrade/checkpoints.ts';

let root: string;
let folder: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'webboot-folder-'));
  folder = join(root, 'data', 'webboot-upgrade');
});
afterEach(() => rm(root, { recursive: true }));

const refused = (words: RegExp) => ({
  code: 'checkpoint-failed',
  message: expect.stringMatching(words),
});

describe('the folder of checkpoints', () => {
  it('is made for root alone, and known again with checkpoints in it', async () => {
    await requireCheckpointFolder(folder);
    await makeCheckpointFolder(folder);
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
    await mkdir(join(folder, 'nginx.service'));
    await mkdir(join(folder, 'container:web'));
    for (const name of ['lock.nft', 'network', 'run.tar']) await writeFile(join(folder, name), '');
    await expect(requireCheckpointFolder(folder)).resolves.toBeUndefined();
  });

  it('is not one with files of somebody else, which would be wiped', async () => {
    await makeCheckpointFolder(folder);
    const file = join(folder, 'thesis.txt');
    await writeFile(file, 'mine');
    await expect(checkpoints.open(folder)).rejects.toMatchObject(refused(/not made by webboot/));
    await expect(checkpoints.wipe(folder)).rejects.toMatchObject(refused(/not made by webboot/));
    expect(await readFile(file, 'utf8')).toBe('mine');
  });

  it('is not a link: what that leads to would be wiped', async () => {
    const elsewhere = join(root, 'nginx.service');
    await mkdir(elsewhere, { mode: 0o700 });
    await mkdir(join(root, 'data'));
    await symlink(root, folder);
    await expect(checkpoints.open(folder)).rejects.toMatchObject(refused(/not made by webboot/));
    await expect(checkpoints.wipe(folder)).rejects.toMatchObject(refused(/not made by webboot/));
    expect((await stat(elsewhere)).isDirectory()).toBe(true);
  });

  it('is not one that others may look into', async () => {
    await makeCheckpointFolder(folder);
    await chmod(folder, 0o755);
    await expect(requireCheckpointFolder(folder)).rejects.toMatchObject(refused(/not made by/));
  });

  it.each([
    ['as it is named', 'data/webboot-upgrade'],
    ['behind a link', 'link/webboot-upgrade'],
  ])('lies nowhere where others can exchange it, %s', async (_, path) => {
    await mkdir(join(root, 'data'));
    await symlink(join(root, 'data'), join(root, 'link'));
    await chmod(join(root, 'data'), 0o777);
    const directory = join(root, path);
    await expect(makeCheckpointFolder(directory)).rejects.toMatchObject(
      refused(/Others than root/),
    );
    await mkdir(directory, { mode: 0o700 });
    await expect(requireCheckpointFolder(directory)).rejects.toMatchObject(
      refused(/Others than root/),
    );
    // Nobody can take the place of what is there already.
    await chmod(join(root, 'data'), 0o1777);
    await expect(requireCheckpointFolder(directory)).resolves.toBeUndefined();
    await expect(makeCheckpointFolder(directory)).rejects.toMatchObject({ code: 'EEXIST' });
  });
});
