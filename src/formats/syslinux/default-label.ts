import { splitFirstWord } from '../../core/text-scan.ts';
import type { FileTree } from '../../ports/file-tree.ts';
import { followChoosers } from './choosers.ts';
import { linuxCommand } from './linux-command.ts';
import type { SyslinuxLabel, SyslinuxMenu } from './menu.ts';
import { resolveSyslinuxPath } from './path.ts';

/**
 * MENU DEFAULT of the menu itself, for a submenu's is the submenu's own; else the label that DEFAULT or
 * ONTIMEOUT names; else the first one. Of a chooser, what it chooses.
 */
export function findDefaultLabel({ labels, ...menu }: SyslinuxMenu): SyslinuxLabel | undefined {
  const named = (line: string) => {
    const [word = ''] = line.split(/\s/);
    return labels.find((label) => label.label === line || label.label === word);
  };
  const found =
    labels.findLast((label) => label.menuDefault && !label.nested) ??
    named(menu.default) ??
    named(menu.onTimeout) ??
    firstLabel(labels);
  return found && followChoosers(found, labels);
}

/** If the menu starts with a submenu, that one's default. */
function firstLabel(labels: readonly SyslinuxLabel[]): SyslinuxLabel | undefined {
  const first = labels.find((label) => !label.hidden);
  return (first?.nested && labels.findLast((label) => label.menuDefault)) || first;
}

/** `DEFAULT vmlinuz initrd=… quiet` without such a label starts that kernel. */
export async function implicitLabel(
  menu: SyslinuxMenu,
  place: Pick<SyslinuxLabel, 'above' | 'path'> & { readonly directory: string },
  tree: FileTree,
): Promise<SyslinuxLabel | undefined> {
  const { directory, above, path } = place;
  const { word: file, rest } = splitFirstWord(menu.default);
  if (file === '' || menu.ui || menu.labels.some(({ label }) => label === file)) return undefined;
  const label: SyslinuxLabel = {
    label: file,
    kind: 'kernel',
    file,
    initrds: [],
    append: [menu.append, rest].filter((words) => words !== '').join(' '),
    title: file,
    menuDefault: false,
    hidden: false,
    nested: false,
    above,
    path,
  };
  if (linuxCommand(label) === undefined) return undefined;
  const found = await tree.find(resolveSyslinuxPath(file, directory));
  return found?.kind === 'file' ? label : undefined;
}

/** What DEFAULT says behind its label: `DEFAULT live quiet`. */
export function defaultArguments(menu: SyslinuxMenu, { label }: SyslinuxLabel): string {
  const { word, rest } = splitFirstWord(menu.default);
  return word === label && !menu.ui && label !== menu.default ? rest : '';
}
