import { posix } from 'node:path';

/**
 * Where relative names of a configuration begin: in the main file's own directory. PXELINUX begins
 * where it was loaded from, and its configurations lie in `pxelinux.cfg` below that.
 */
export function baseDirectory(path: string): string {
  const directory = path.slice(0, path.lastIndexOf('/'));
  return directory.replace(/\/pxelinux\.cfg$/i, '');
}

/**
 * The absolute path that a file name of a configuration means; relative names begin in `directory`, and `::` (the TFTP root) is the tree's root.
 */
export function resolveSyslinuxPath(name: string, directory: string): string {
  const plain = name.startsWith('::') ? `/${name.slice(2)}` : name;
  return posix.resolve('/', directory, plain);
}
