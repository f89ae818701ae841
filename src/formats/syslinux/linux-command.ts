import { splitFirstWord } from '../../core/text-scan.ts';
import type { FileTree } from '../../ports/file-tree.ts';
import type { SyslinuxLabel } from './menu.ts';
import { resolveSyslinuxPath } from './path.ts';

export interface LinuxCommand {
  readonly kernel: string;
  readonly append: string;
}

/** The kernel that a label starts, if it is one: modules, boot sectors and images are none. */
export function linuxCommand(label: SyslinuxLabel): LinuxCommand | undefined {
  const { kind, file, append } = label;
  if (/(?:^|\/)linux\.c32$/i.test(file)) {
    const { word: kernel, rest } = splitFirstWord(append);
    return kernel === '' ? undefined : { kernel, append: rest };
  }
  if (file === '' || (kind !== 'linux' && kind !== 'kernel')) return undefined;
  const loadsOther = /\.(?:c32|com|cbt|bss?|bin|0|img|gpxe|pxe)$/i;
  return kind === 'kernel' && loadsOther.test(file) ? undefined : { kernel: file, append };
}

/** A label without KERNEL or its like starts the file of its own name, if there is one. */
export async function withOwnFile(
  label: SyslinuxLabel,
  directory: string,
  tree: FileTree,
): Promise<SyslinuxLabel> {
  if (label.kind !== 'kernel' || label.file !== '' || /\s/.test(label.label)) return label;
  const found = await tree.find(resolveSyslinuxPath(label.label, directory));
  return found?.kind === 'file' ? { ...label, file: label.label } : label;
}
