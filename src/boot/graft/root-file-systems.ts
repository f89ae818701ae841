import type { FileTree } from '../../ports/file-tree.ts';
import type { RandomAccess } from '../../ports/random-access.ts';

/** A file system within the image that may be, or hold, the live system's root. */
export interface RootFileSystem {
  readonly path: string;
  readonly type: 'squashfs' | 'erofs' | 'ext4';
}

/** Magic numbers as the kernel's own headers have them (linux/magic.h): offset, bytes, name. */
const magics = [
  { offset: 0, bytes: [0x68, 0x73, 0x71, 0x73], type: 'squashfs' },
  { offset: 1024, bytes: [0xe2, 0xe1, 0xf5, 0xe0], type: 'erofs' },
  { offset: 1080, bytes: [0x53, 0xef], type: 'ext4' },
] as const;

/** Smaller files hold no root file system with kernel modules. */
const leastBytes = 1024 * 1024;
/** Live images keep them at most this deep: `/arch/x86_64/airootfs.sfs`. */
const deepest = 3;

export async function fileSystemType(
  file: RandomAccess,
): Promise<RootFileSystem['type'] | undefined> {
  const head = await file.read(0, 1082);
  return magics.find(({ offset, bytes }) => bytes.every((byte, i) => head[offset + i] === byte))
    ?.type;
}

/** Of the largest files: an installer's disc has thousands of packages that are large enough. */
const mostFiles = 128;
/** Which lie no deeper; more no image has. */
const mostDirectories = 2_000;

/** Told by what the files hold, not by their names, so that it serves every family. Largest first. */
export async function findRootFileSystems(tree: FileTree): Promise<readonly RootFileSystem[]> {
  const files: { path: string; size: number }[] = [];
  let directories = 0;
  await visit('', 0);
  files.sort((a, b) => b.size - a.size);
  const found: RootFileSystem[] = [];
  for (const { path } of files.slice(0, mostFiles)) {
    const file = await tree.open(path);
    const type = file === undefined ? undefined : await fileSystemType(file);
    if (type !== undefined) found.push({ path, type });
  }
  return found;

  async function visit(directory: string, depth: number): Promise<void> {
    directories += 1;
    if (directories > mostDirectories) return;
    for (const { name, kind, size } of await tree.list(directory === '' ? '/' : directory)) {
      const path = `${directory}/${name}`;
      if (kind === 'directory' && depth < deepest) await visit(path, depth + 1);
      if (kind === 'file' && size >= leastBytes) files.push({ path, size });
    }
  }
}

/**
 * Root file systems within one: Fedora's `LiveOS/squashfs.img` held `LiveOS/rootfs.img`, archiso's
 * `airootfs.sfs` may hold `airootfs.img`. Only there and at the top: a whole system is no place to
 * search for images.
 */
export async function findInnerFileSystems(root: FileTree): Promise<readonly RootFileSystem[]> {
  return findRootFileSystems({
    ...root,
    list: async (path) =>
      (await root.list(path)).filter(
        ({ name, kind }) => path !== '/' || kind === 'file' || name === 'LiveOS',
      ),
  });
}
