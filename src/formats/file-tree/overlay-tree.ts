import type { FileTree } from '../../ports/file-tree.ts';

/** The tree with one more file, which hides one of the same path. */
export function withFile(tree: FileTree, path: string, content: Uint8Array): FileTree {
  return {
    volumeId: tree.volumeId,
    ...(tree.uuid === undefined ? {} : { uuid: tree.uuid }),
    list: (directory) => tree.list(directory),
    find: async (wanted) =>
      wanted === path
        ? { name: path.slice(path.lastIndexOf('/') + 1), kind: 'file', size: content.length }
        : tree.find(wanted),
    open: async (wanted) =>
      wanted === path
        ? {
            size: content.length,
            read: async (offset, length) => content.slice(offset, offset + length),
          }
        : tree.open(wanted),
  };
}
