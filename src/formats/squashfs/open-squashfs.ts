import { FormatError } from '../../errors.ts';
import type { FileTree, TreeEntry } from '../../ports/file-tree.ts';
import type { RandomAccess } from '../../ports/random-access.ts';
import { cachedAccess } from '../cached-access.ts';
import { createWorkBudget, type WorkBudget } from '../work-budget.ts';
import { readDirectory } from './directory.ts';
import { openFile } from './file-access.ts';
import { type Inode, readInode } from './inode.ts';
import { createMetadataReader } from './metadata.ts';
import { type InodeReference, readSuperblock } from './superblock.ts';

/** The kernel's own limit of links on the way to a file. */
const maxLinks = 40;
const maxDepth = 256;

/**
 * Opens a squashfs without mounting it, so that anybody may look for kernel modules in a live
 * system, also over the network. A reader of few files: no table is read as a whole.
 *
 * Throws FormatError 'squashfs', also later from the tree. LZO is not read.
 */
export async function openSquashfs(
  image: RandomAccess,
  options: { readonly signal?: AbortSignal; readonly budget?: WorkBudget } = {},
): Promise<FileTree> {
  const { budget = createWorkBudget(options) } = options;
  const superblock = await readSuperblock(image, options);
  const cached = cachedAccess(image, { windowBytes: 64 << 10 });
  const metadata = createMetadataReader(cached, superblock.compression, { ...options, budget });
  const inodeAt = ({ block, offset }: InodeReference) =>
    readInode(metadata(superblock.inodeTable + block, offset), superblock.blockBytes);
  const entriesOf = (directory: Extract<Inode, { kind: 'directory' }>) =>
    readDirectory(metadata, superblock.directoryTable, directory);

  async function resolve(path: string): Promise<Inode | undefined> {
    const above: Inode[] = [];
    let current = await inodeAt(superblock.root);
    const rest = namesOf(path);
    for (let links = 0; rest.length > 0; ) {
      const name = rest.shift();
      if (name === undefined || current.kind !== 'directory') return undefined;
      if (name === '..') {
        current = above.pop() ?? current;
        continue;
      }
      const reference = (await entriesOf(current)).get(name);
      if (reference === undefined) return undefined;
      const next = await inodeAt(reference);
      if (next.kind !== 'symlink') {
        above.push(current);
        current = next;
        if (above.length > maxDepth) throw new FormatError('squashfs', 0, 'a path without end');
        continue;
      }
      links += 1;
      if (links > maxLinks) return undefined;
      rest.unshift(...namesOf(next.target));
      if (!next.target.startsWith('/')) continue;
      above.length = 0;
      current = await inodeAt(superblock.root);
    }
    return current;
  }

  const describe = (name: string, inode: Inode) => ({
    name,
    kind: inode.kind,
    size: inode.kind === 'file' ? inode.size : 0,
  });

  return {
    volumeId: '',
    async find(path) {
      const inode = await resolve(path);
      return inode && describe(namesOf(path).at(-1) ?? '', inode);
    },
    async list(path) {
      const inode = await resolve(path);
      if (inode?.kind !== 'directory') return [];
      const described: TreeEntry[] = [];
      for (const [name, reference] of await entriesOf(inode)) {
        described.push(describe(name, await inodeAt(reference)));
      }
      return described;
    },
    async open(path) {
      const inode = await resolve(path);
      if (inode?.kind !== 'file') return undefined;
      return openFile(inode, { image: cached, superblock, metadata, budget });
    },
  };
}

function namesOf(path: string): string[] {
  return path.split('/').filter((name) => name !== '' && name !== '.');
}
