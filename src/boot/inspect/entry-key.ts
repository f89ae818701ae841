import type { FileTree } from '../../ports/file-tree.ts';
import type { MenuEntry } from './menu-entry.ts';

/**
 * What makes two entries the same: kernel, initrds and command line. Images keep a kernel twice
 * (for isolinux and for EFI), so files of one name and one size count as one; and syslinux's
 * `initrd=` says nothing that GRUB's command doesn't.
 */
export function createEntryKeys(tree: FileTree): (entry: MenuEntry) => Promise<string> {
  const names = new Map<string, Promise<string>>();
  const nameOf = (path: string) => {
    const known = names.get(path) ?? describeFile(tree, path);
    names.set(path, known);
    return known;
  };
  return async ({ kernel, initrds, cmdline }) => {
    const files = await Promise.all([kernel, ...initrds].map(nameOf));
    const words = cmdline
      .split(/\s+/)
      .filter((word) => word !== '' && !/^(?:initrd|BOOT_IMAGE)=/.test(word));
    return JSON.stringify([files, words]);
  };
}

async function describeFile(tree: FileTree, path: string): Promise<string> {
  const entry = await tree.find(path);
  if (entry === undefined) return path;
  return `${path.slice(path.lastIndexOf('/') + 1)}:${entry.size}`;
}
