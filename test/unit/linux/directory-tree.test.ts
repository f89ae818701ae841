import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDirectoryTree } from '../../../src/linux/directory-tree.ts';

describe('a directory that stands for an image', () => {
  let work: string;
  let root: string;
  beforeAll(async () => {
    work = await mkdtemp(join(tmpdir(), 'webboot-tree-'));
    root = join(work, 'root');
    await mkdir(join(root, 'live'), { recursive: true });
    await writeFile(join(work, 'secret'), 'outside');
    await writeFile(join(root, 'live/vmlinuz'), 'kernel');
    await writeFile(join(root, 'LABEL'), 'MY LABEL\n');
    await writeFile(join(root, 'UUID'), 'ab-cd');
    await symlink('live/vmlinuz', join(root, 'kernel'));
    await symlink('../secret', join(root, 'up'));
    await symlink(join(work, 'secret'), join(root, 'absolute'));
    await symlink('loop', join(root, 'loop'));
    await mkdir(join(work, 'root-beside'));
    await symlink('../root-beside', join(root, 'beside'));
  });
  afterAll(() => rm(work, { recursive: true, force: true }));

  it('has the label and the UUID of the files that say so, unless told others', async () => {
    expect(await openDirectoryTree(root)).toMatchObject({ volumeId: 'MY LABEL', uuid: 'ab-cd' });
    const told = await openDirectoryTree(root, { volumeId: 'OTHER', uuid: '1' });
    expect(told).toMatchObject({ volumeId: 'OTHER', uuid: '1' });
  });

  it('follows symbolic links within itself and reads parts of files', async () => {
    const tree = await openDirectoryTree(root);
    expect(await tree.find('/kernel')).toEqual({ name: 'kernel', kind: 'file', size: 6 });
    const file = await tree.open('/kernel');
    expect(new TextDecoder().decode(await file?.read(2, 100))).toBe('rnel');
    expect(await file?.read(99, 1)).toHaveLength(0);
    expect((await tree.list('/live')).map(({ name }) => name)).toEqual(['vmlinuz']);
  });

  it.each(['/up', '/absolute', '/beside', '/../secret', '/live/../../secret', '/loop', '/a\0b'])(
    'does not lead out of itself or in circles by %j',
    async (path) => {
      const tree = await openDirectoryTree(root);
      expect(await tree.find(path)).toBeUndefined();
      expect(await tree.open(path)).toBeUndefined();
      expect(await tree.list(path)).toEqual([]);
    },
  );

  it('has no files where there are directories and none where there is nothing', async () => {
    const tree = await openDirectoryTree(root);
    expect(await tree.open('/live')).toBeUndefined();
    expect(await tree.find('/nothing')).toBeUndefined();
    expect(await tree.list('/nothing')).toEqual([]);
  });
});
