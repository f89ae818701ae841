import type { DirectoryNode, IsoNode } from './node.ts';

const maxLinks = 40;
const maxComponents = 4096;

export interface Lookup {
  readonly root: DirectoryNode;
  child(directory: DirectoryNode, name: string): Promise<IsoNode | undefined>;
}

/**
 * The node that a path names; every symbolic link on the way, and the one at its end, is followed
 * within the tree, where `..` of the root is the root. Undefined where the path ends nowhere.
 */
export async function resolvePath(path: string, tree: Lookup): Promise<IsoNode | undefined> {
  let ancestors: DirectoryNode[] = [];
  let current: IsoNode = tree.root;
  const todo = components(path).reverse();
  if (todo.length > maxComponents) return undefined;
  let links = 0;
  for (let name = todo.pop(); name !== undefined; name = todo.pop()) {
    if (current.kind !== 'directory') return undefined;
    if (name === '..') {
      current = ancestors.pop() ?? tree.root;
      continue;
    }
    const node: IsoNode | undefined = await tree.child(current, name);
    if (node === undefined) return undefined;
    if (node.kind !== 'symlink') {
      ancestors.push(current);
      current = node;
      continue;
    }
    links += 1;
    todo.push(...components(node.target).reverse());
    if (links > maxLinks || todo.length > maxComponents) return undefined;
    if (node.target.startsWith('/')) {
      current = tree.root;
      ancestors = [];
    }
  }
  return current;
}

function components(path: string): string[] {
  return path.split('/').filter((part) => part !== '' && part !== '.');
}
