import type { FileTree, TreeEntry } from '../../ports/file-tree.ts';

/** Several trees as one, as an overlay shows them: where two have a path, the first one's counts. */
export function unionTree(trees: readonly FileTree[]): FileTree {
  return {
    volumeId: '',
    async find(path) {
      for (const tree of trees) {
        const found = await tree.find(path);
        if (found !== undefined) return found;
      }
      return undefined;
    },
    async list(path) {
      const byName = new Map<string, TreeEntry>();
      for (const tree of trees) {
        for (const entry of await tree.list(path)) {
          if (!byName.has(entry.name)) byName.set(entry.name, entry);
        }
      }
      return [...byName.values()];
    },
    async open(path) {
      for (const tree of trees) {
        const file = await tree.open(path);
        if (file !== undefined) return file;
      }
      return undefined;
    },
  };
}
