import { stat } from 'node:fs/promises';
import type { LocalImage } from '../ports/file-tree.ts';
import { openDirectoryTree } from './directory-tree.ts';
import { openFileMedium } from './file-medium.ts';

export async function openLocalImage(path: string): Promise<LocalImage> {
  const isDirectory = await stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
  return isDirectory
    ? { kind: 'directory', tree: await openDirectoryTree(path) }
    : { kind: 'medium', medium: await openFileMedium(path) };
}
