import type { Medium, RandomAccess } from './random-access.ts';

export interface TreeEntry {
  readonly name: string;
  readonly kind: 'file' | 'directory' | 'symlink' | 'other';
  readonly size: number;
}

/**
 * A read-only file tree: an ISO's, or a directory's that stands for one. Paths are absolute with
 * `/`; symbolic links are followed within the tree and never out of it.
 */
export interface FileTree {
  readonly volumeId: string;
  /** As `blkid` prints it for the file system; absent where it has none. */
  readonly uuid?: string;
  find(path: string): Promise<TreeEntry | undefined>;
  /** Empty where there is no such directory. */
  list(path: string): Promise<readonly TreeEntry[]>;
  open(path: string): Promise<RandomAccess | undefined>;
}

/** A file or a block device as an image, or a directory as the tree of one. */
export type LocalImage =
  | { readonly kind: 'medium'; readonly medium: Medium }
  | { readonly kind: 'directory'; readonly tree: FileTree };
