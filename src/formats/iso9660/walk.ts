import { FormatError } from '../../errors.ts';
import type { TreeEntry } from '../../ports/file-tree.ts';
import { budget } from './budget.ts';
import { type DirectorySource, readDirectory } from './directory.ts';
import type { DirectoryNode, IsoNode } from './node.ts';

export interface WalkedEntry {
  /** Absolute within the image. */
  readonly path: string;
  readonly kind: TreeEntry['kind'];
  /** Bytes of a file; 0 for everything else. */
  readonly size: number;
  /** Of a symbolic link, as it is written. */
  readonly target?: string;
}

/** Some 130,000 names; directories that overlap each other would otherwise go on for ever. */
const maxTreeBytes = 16 << 20;
const maxDepth = 1024;

export async function* walkTree(
  openTree: () => Promise<{
    readonly root: DirectoryNode;
    readonly source: Omit<DirectorySource, 'spend'>;
  }>,
  options: { readonly signal?: AbortSignal },
): AsyncGenerator<WalkedEntry> {
  const tree = await openTree();
  const { root } = tree;
  const source = { ...tree.source, spend: budget(maxTreeBytes) };
  const seen = new Set<number>();
  const todo: { path: string; directory: DirectoryNode; depth: number }[] = [
    { path: '', directory: root, depth: 0 },
  ];
  for (let next = todo.pop(); next !== undefined; next = todo.pop()) {
    const { path, directory, depth } = next;
    if (seen.has(directory.block) || depth > maxDepth) {
      throw new FormatError('iso9660', directory.offset, `directory ${path} is entered twice`);
    }
    seen.add(directory.block);
    const below: typeof todo = [];
    for (const node of (await readDirectory(directory, source, options)).values()) {
      const childPath = `${path}/${node.name}`;
      yield walkedEntry(node, childPath);
      if (node.kind === 'directory') {
        below.push({ path: childPath, directory: node, depth: depth + 1 });
      }
    }
    todo.push(...below.reverse());
  }
}

function walkedEntry(node: IsoNode, path: string): WalkedEntry {
  const size = node.kind === 'file' ? node.size : 0;
  return {
    path,
    kind: node.kind,
    size,
    ...(node.kind === 'symlink' ? { target: node.target } : {}),
  };
}
