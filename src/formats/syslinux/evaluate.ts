import type { FileTree } from '../../ports/file-tree.ts';
import { addConfigNote, type ConfigNote } from '../config-note.ts';
import { isLoopParameter } from '../loop-parameters.ts';
import type { SyslinuxLabel, SyslinuxMenu } from './menu.ts';
import { baseDirectory, resolveSyslinuxPath } from './path.ts';
import { readSyslinuxMenu, type SyslinuxReading, syslinuxLimits } from './reader.ts';

/** A label that starts a Linux kernel. Paths are absolute within the tree. */
interface SyslinuxEntry {
  readonly id: string;
  readonly title: string;
  readonly above: readonly string[];
  readonly path: string;
  readonly kernel: string;
  readonly initrds: readonly string[];
  /** As syslinux passes it on: `initrd=` stays where APPEND has it. */
  readonly cmdline: string;
  readonly default: boolean;
}

export interface SyslinuxResult {
  readonly entries: readonly SyslinuxEntry[];
  readonly notes: readonly ConfigNote[];
}

/** Menus that lead to other configurations are followed this deep. */
const deepestConfig = 4;

/** A syslinux, isolinux or extlinux configuration of a tree: its Linux entries in menu order. */
export async function evaluateSyslinux(tree: FileTree, path: string): Promise<SyslinuxResult> {
  const notes: ConfigNote[] = [];
  const reading: SyslinuxReading = {
    tree,
    notes,
    filesLeft: syslinuxLimits.files,
    labelsLeft: syslinuxLimits.labels,
  };
  const entries = await evaluateFile(reading, path, [], 0);
  return { entries, notes };
}

async function evaluateFile(
  reading: SyslinuxReading,
  path: string,
  above: readonly string[],
  depth: number,
): Promise<readonly SyslinuxEntry[]> {
  const directory = baseDirectory(path);
  const menu = await readSyslinuxMenu(reading, path);
  const chosen = findDefaultLabel(menu);
  const skipped = otherSystemsLabels(menu);
  const entries: SyslinuxEntry[] = [];
  for (const label of menu.labels) {
    const isDefault = label === chosen;
    if ((label.hidden && !isDefault) || skipped.has(label.label.toLowerCase())) continue;
    for (const config of nestedConfigs(label, directory)) {
      if (depth >= deepestConfig || config === path) continue;
      const title = label.kind === 'config' ? [] : [label.title];
      const inner = await evaluateFile(
        reading,
        config,
        [...above, ...label.above, ...title],
        depth + 1,
      );
      // Where nothing else starts by itself, a configuration that is gone on to decides.
      const leads = isDefault || chosen === undefined || isSystemChooser(chosen);
      entries.push(...inner.map((entry) => ({ ...entry, default: entry.default && leads })));
    }
    const linux = linuxCommand(label);
    if (linux !== undefined) {
      entries.push({
        ...describe(label, linux, directory, reading.notes),
        above: [...above, ...label.above],
        default: isDefault,
      });
    }
  }
  return entries;
}

/** MENU DEFAULT, else the label that DEFAULT or ONTIMEOUT names, else the first one. */
function findDefaultLabel({ labels, ...menu }: SyslinuxMenu): SyslinuxLabel | undefined {
  const named = (line: string) => {
    const [word = ''] = line.split(/\s/);
    return labels.find((label) => label.label === line || label.label === word);
  };
  return (
    labels.findLast((label) => label.menuDefault) ??
    named(menu.default) ??
    named(menu.onTimeout) ??
    labels.find((label) => !label.hidden)
  );
}

/** `whichsys.c32 -pxe- A -sys- B -iso- C` goes on with C on an ISO. */
function isSystemChooser(label: SyslinuxLabel): boolean {
  return /(?:^|\/)whichsys\.c32$/i.test(label.file);
}

function otherSystemsLabels(menu: SyslinuxMenu): ReadonlySet<string> {
  const skipped = new Set<string>();
  for (const label of menu.labels.filter(isSystemChooser)) {
    const targets = new Map(
      [...label.append.matchAll(/-(pxe|sys|iso)-\s+(\S+)/g)].map((match) => [match[1], match[2]]),
    );
    for (const target of targets.values()) {
      if (target !== undefined && target !== targets.get('iso')) skipped.add(target.toLowerCase());
    }
  }
  return skipped;
}

/** Configurations that a label goes on with: CONFIG, or a menu module with file names. */
function nestedConfigs(label: SyslinuxLabel, directory: string): readonly string[] {
  if (label.kind === 'config') return [resolveSyslinuxPath(label.file, directory)];
  if (!/(?:^|\/)(?:vesa)?menu\.c32$/i.test(label.file)) return [];
  return label.append
    .split(/\s+/)
    .filter((name) => name !== '' && name !== '~')
    .map((name) => resolveSyslinuxPath(name, directory));
}

interface LinuxCommand {
  readonly kernel: string;
  readonly append: string;
}

/** The kernel that a label starts, if it is one: modules, boot sectors and images are none. */
function linuxCommand(label: SyslinuxLabel): LinuxCommand | undefined {
  const { kind, file, append } = label;
  if (/(?:^|\/)linux\.c32$/i.test(file)) {
    const [, kernel = '', rest = ''] = /^(\S*)\s*(.*)$/.exec(append) ?? [];
    return kernel === '' ? undefined : { kernel, append: rest };
  }
  if (file === '' || (kind !== 'linux' && kind !== 'kernel')) return undefined;
  const loadsOther = /\.(?:c32|com|cbt|bss?|bin|0|img|gpxe|pxe)$/i;
  return kind === 'kernel' && loadsOther.test(file) ? undefined : { kernel: file, append };
}

function describe(
  label: SyslinuxLabel,
  { kernel, append }: LinuxCommand,
  directory: string,
  notes: ConfigNote[],
): Omit<SyslinuxEntry, 'above' | 'default'> {
  const words = append.split(/\s+/).filter((word) => word !== '');
  const given = words.findLast((word) => word.startsWith('initrd='))?.slice('initrd='.length);
  const names = given === undefined ? label.initrds : given.split(',');
  const kept = words.filter((word) => !/\$\{\w*\}/.test(word));
  if (words.some((word) => !kept.includes(word) && !isLoopParameter(word))) {
    const text = `${label.label}: parameters that hold a variable were left out`;
    addConfigNote(notes, { kind: 'unresolved', path: label.path, text });
  }
  return {
    id: label.label,
    title: label.title,
    path: label.path,
    kernel: resolveSyslinuxPath(kernel, directory),
    initrds: names
      .filter((name) => name !== '')
      .map((name) => resolveSyslinuxPath(name, directory)),
    cmdline: kept.join(' '),
  };
}
