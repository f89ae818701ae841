import { stat } from 'node:fs/promises';
import type { FileTree, Medium } from '../ports.ts';
import { openDirectoryTree } from './directory-tree.ts';
import { openFileMedium } from './file-medium.ts';

/** A file or a block device as an image, a directory as the tree of one. */
export async function openLocalImage(
  path: string,
): Promise<
  | { readonly kind: 'medium'; readonly medium: Medium }
  | { readonly kind: 'directory'; readonly tree: FileTree }
> {
  const isDirectory = await stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
  return isDirectory
    ? { kind: 'directory', tree: await openDirectoryTree(path) }
    : { kind: 'medium', medium: await openFileMedium(path) };
}
