import type { FileTree } from '../../ports/file-tree.ts';

/** The tree with another one below a directory of that name, which is asked for when it is needed. */
export function withMounted(
  tree: FileTree,
  directory: string,
  inner: () => Promise<FileTree | undefined>,
): FileTree {
  const split = async (path: string): Promise<{ from: FileTree | undefined; path: string }> => {
    if (path !== directory && !path.startsWith(`${directory}/`)) return { from: tree, path };
    return { from: await inner(), path: path.slice(directory.length) || '/' };
  };
  return {
    volumeId: tree.volumeId,
    ...(tree.uuid === undefined ? {} : { uuid: tree.uuid }),
    async find(wanted) {
      const { from, path } = await split(wanted);
      return from?.find(path);
    },
    async list(wanted) {
      const { from, path } = await split(wanted);
      return (await from?.list(path)) ?? [];
    },
    async open(wanted) {
      const { from, path } = await split(wanted);
      return from?.open(path);
    },
  };
}

/** A directory of a tree as a tree of its own. */
export function treeBelow(tree: FileTree, directory: string): FileTree {
  const below = (path: string) => (path === '/' ? directory : `${directory}${path}`);
  return {
    volumeId: tree.volumeId,
    ...(tree.uuid === undefined ? {} : { uuid: tree.uuid }),
    find: (path) => tree.find(below(path)),
    list: (path) => tree.list(below(path)),
    open: (path) => tree.open(below(path)),
  };
}
