import { mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { replaceFile } from '../../../../src/linux/upgrade/replace-file.ts';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'webboot-replace-'));
});
afterEach(() => rm(root, { recursive: true }));

describe('a file that is replaced', () => {
  it('has the new text and the mode that it is to have, in a folder that was not there', async () => {
    const path = join(root, 'etc', 'generator');
    await replaceFile(path, 'old');
    await replaceFile(path, 'new', 0o755);
    expect(await readFile(path, 'utf8')).toBe('new');
    expect((await stat(path)).mode & 0o777).toBe(0o755);
    expect(await readdir(join(root, 'etc'))).toEqual(['generator']);
  });

  it('is the link itself, and not what that leads to, as of a unit that is masked', async () => {
    const device = join(root, 'null');
    await writeFile(device, 'as it was', { mode: 0o600 });
    const path = join(root, 'webboot-upgrade.service');
    await symlink(device, path);
    await replaceFile(path, 'new');
    expect(await readFile(path, 'utf8')).toBe('new');
    expect(await readFile(device, 'utf8')).toBe('as it was');
    expect((await stat(device)).mode & 0o777).toBe(0o600);
  });
});
