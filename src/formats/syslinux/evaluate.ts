import { splitFirstWord } from '../../core/text-scan.ts';
import type { FileTree } from '../../ports/file-tree.ts';
import { addConfigNote, type ConfigNote } from '../config-note.ts';
import { isLoopParameter } from '../loop-parameters.ts';
import { createWorkBudget } from '../work-budget.ts';
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

/** A label that starts something else. */
interface SyslinuxOther {
  readonly title: string;
  readonly above: readonly string[];
  readonly path: string;
  /** What it starts, to complete "It starts …". */
  readonly starts: string;
}

export interface SyslinuxResult {
  readonly entries: readonly SyslinuxEntry[];
  readonly others: readonly SyslinuxOther[];
  readonly notes: readonly ConfigNote[];
}

/** Menus that lead to other configurations are followed this deep. */
const deepestConfig = 8;

/** One configuration on the way through those that lead to each other. */
interface Visit {
  readonly path: string;
  /** Where relative names begin: CONFIG changes it by its APPEND, and by nothing else. */
  readonly directory: string;
  readonly above: readonly string[];
  readonly depth: number;
}

interface Walk {
  readonly reading: SyslinuxReading;
  /** Configurations with their directories: a way back to one of them leads to nothing new. */
  readonly visited: Set<string>;
  readonly others: SyslinuxOther[];
}

/** A syslinux, isolinux or extlinux configuration of a tree: its Linux entries in menu order. */
export async function evaluateSyslinux(
  tree: FileTree,
  path: string,
  options: { readonly signal?: AbortSignal } = {},
): Promise<SyslinuxResult> {
  const notes: ConfigNote[] = [];
  const reading: SyslinuxReading = {
    tree,
    notes,
    filesLeft: syslinuxLimits.files,
    labelsLeft: syslinuxLimits.labels,
    bytesLeft: syslinuxLimits.bytes,
    work: createWorkBudget(options),
  };
  const walk: Walk = { reading, visited: new Set(), others: [] };
  const start = { path, directory: baseDirectory(path), above: [], depth: 0 };
  const entries = await evaluateFile(walk, start);
  return { entries, others: walk.others, notes };
}

async function evaluateFile(walk: Walk, visit: Visit): Promise<readonly SyslinuxEntry[]> {
  const { path, directory, above, depth } = visit;
  const key = JSON.stringify([path, directory]);
  if (walk.visited.has(key) || depth > deepestConfig) return [];
  walk.visited.add(key);
  const { reading } = walk;
  const menu = await readSyslinuxMenu(reading, path, directory);
  const implicit = await implicitLabel(menu, visit, reading.tree);
  const chosen = implicit ?? findDefaultLabel(menu);
  const skipped = otherSystemsLabels(menu);
  const entries: SyslinuxEntry[] = [];
  for (const label of implicit === undefined ? menu.labels : [implicit, ...menu.labels]) {
    const isDefault = label === chosen;
    if ((label.hidden && !isDefault) || skipped.has(label.label.toLowerCase())) continue;
    const titles = [...above, ...label.above];
    const nested = nestedConfigs(label, directory);
    for (const config of nested) {
      const within = label.kind === 'config' ? titles : [...titles, label.title];
      const inner = await evaluateFile(walk, { ...config, above: within, depth: depth + 1 });
      // Where nothing else starts by itself, a configuration that is gone on to decides.
      const leads = isDefault || chosen === undefined || isSystemChooser(chosen);
      entries.push(...inner.map((entry) => ({ ...entry, default: entry.default && leads })));
    }
    const linux = linuxCommand(label);
    if (linux !== undefined) {
      const more = isDefault && label !== implicit ? defaultArguments(menu, label) : '';
      const append = [linux.append, more].filter((words) => words !== '').join(' ');
      entries.push({
        ...describe(label, { ...linux, append }, directory, reading.notes),
        above: titles,
        default: isDefault,
      });
    } else if (nested.length === 0 && label.kind !== 'menu' && !leadsToLabel(label, menu)) {
      const starts = describeOther(label);
      walk.others.push({ title: label.title, above: titles, path: label.path, starts });
    }
  }
  return entries;
}

/** `DEFAULT vmlinuz initrd=… quiet` without such a label starts that kernel. */
async function implicitLabel(
  menu: SyslinuxMenu,
  { path, directory, above }: Visit,
  tree: FileTree,
): Promise<SyslinuxLabel | undefined> {
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
    above,
    path,
  };
  if (linuxCommand(label) === undefined) return undefined;
  const found = await tree.find(resolveSyslinuxPath(file, directory));
  return found?.kind === 'file' ? label : undefined;
}

/** What DEFAULT says behind its label: `DEFAULT live quiet`. */
function defaultArguments(menu: SyslinuxMenu, { label }: SyslinuxLabel): string {
  const { word, rest } = splitFirstWord(menu.default);
  return word === label && !menu.ui && label !== menu.default ? rest : '';
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

function leadsToLabel(chooser: SyslinuxLabel, { labels }: SyslinuxMenu): boolean {
  if (!isSystemChooser(chooser)) return false;
  const target = chooserTargets(chooser).get('iso');
  return labels.some(({ label }) => label.toLowerCase() === target);
}

function otherSystemsLabels(menu: SyslinuxMenu): ReadonlySet<string> {
  const skipped = new Set<string>();
  for (const targets of menu.labels.filter(isSystemChooser).map(chooserTargets)) {
    for (const target of targets.values()) {
      if (target !== targets.get('iso')) skipped.add(target);
    }
  }
  return skipped;
}

/** The first word of what whichsys.c32 starts, by `pxe`, `sys` and `iso`. */
function chooserTargets({ append }: SyslinuxLabel): ReadonlyMap<string, string> {
  const targets = new Map<string, string>();
  for (const [, system = '', target = ''] of append.matchAll(/-(pxe|sys|iso)-\s+(\S+)/g)) {
    targets.set(system, target.toLowerCase());
  }
  return targets;
}

/**
 * Configurations that a label goes on with: CONFIG, whose APPEND names the directory to change to,
 * or a menu module with file names.
 */
function nestedConfigs(
  label: SyslinuxLabel,
  directory: string,
): readonly Pick<Visit, 'path' | 'directory'>[] {
  if (label.kind === 'config') {
    const [to = ''] = label.append.split(/\s/);
    return [
      {
        path: resolveSyslinuxPath(label.file, directory),
        directory: to === '' ? directory : resolveSyslinuxPath(to, directory),
      },
    ];
  }
  if (!/(?:^|\/)(?:vesa)?menu\.c32$/i.test(label.file)) return [];
  return label.append
    .split(/\s+/)
    .filter((name) => name !== '' && name !== '~')
    .map((name) => ({ path: resolveSyslinuxPath(name, directory), directory }));
}

/** What a label that starts no Linux kernel does, by its module or file. */
function describeOther({ kind, file }: SyslinuxLabel): string {
  const name = file.slice(file.lastIndexOf('/') + 1).toLowerCase();
  if (name === 'mboot.c32') return 'a multiboot kernel, such as Xen or ESXi (mboot.c32)';
  if (name === 'chain.c32') return 'another boot loader (chain.c32)';
  if (name === 'reboot.c32' || name === 'poweroff.c32') return `nothing (${name})`;
  if (name.endsWith('.c32')) return `a module of syslinux (${name})`;
  if (name === '') return kind === 'kernel' ? 'nothing' : 'another disk';
  // LOCALBOOT is given the number of a drive.
  if (/^-?(?:0x)?[\da-f]{1,4}$/.test(name)) return 'another disk';
  return `a boot sector or another boot loader (${file})`;
}

interface LinuxCommand {
  readonly kernel: string;
  readonly append: string;
}

/** The kernel that a label starts, if it is one: modules, boot sectors and images are none. */
function linuxCommand(label: SyslinuxLabel): LinuxCommand | undefined {
  const { kind, file, append } = label;
  if (/(?:^|\/)linux\.c32$/i.test(file)) {
    const { word: kernel, rest } = splitFirstWord(append);
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
