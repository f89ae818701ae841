import type { FileTree } from '../../ports/file-tree.ts';
import { addConfigNote, type ConfigNote } from '../config-note.ts';
import { isLoopParameter } from '../loop-parameters.ts';
import { createWorkBudget } from '../work-budget.ts';
import { choiceOf, chosenLabels } from './choosers.ts';
import { defaultArguments, findDefaultLabel, implicitLabel } from './default-label.ts';
import { type LinuxCommand, linuxCommand, withOwnFile } from './linux-command.ts';
import { isMenuModule, type SyslinuxLabel } from './menu.ts';
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
/** A menu module's name for the configuration that it was started from. */
const thisFile = '~';

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
  const distinct = withoutRepeats(entries);
  // Each of several configurations may have its own.
  const first = distinct.find((entry) => entry.default);
  return {
    entries: distinct.map((entry) => ({ ...entry, default: entry === first })),
    others: walk.others,
    notes,
  };
}

/** Configurations of one menu include the same files: a label of a file that says the same is listed once. */
function withoutRepeats(entries: readonly SyslinuxEntry[]): readonly SyslinuxEntry[] {
  const known = new Map<string, SyslinuxEntry>();
  for (const entry of entries) {
    const { path, id, above, kernel, initrds, cmdline } = entry;
    const key = JSON.stringify([path, id, above, kernel, initrds, cmdline]);
    const before = known.get(key);
    known.set(
      key,
      before?.default === false && entry.default ? { ...before, default: true } : (before ?? entry),
    );
  }
  return [...known.values()];
}

async function evaluateFile(walk: Walk, visit: Visit): Promise<readonly SyslinuxEntry[]> {
  const { path, directory, above, depth } = visit;
  const key = JSON.stringify([path, directory]);
  if (walk.visited.has(key) || depth > deepestConfig) return [];
  walk.visited.add(key);
  const { reading } = walk;
  const menu = await readSyslinuxMenu(reading, path, directory);
  const entries: SyslinuxEntry[] = [];
  for (const name of menu.files.filter((file) => file !== thisFile)) {
    const file = { path: resolveSyslinuxPath(name, directory), directory };
    entries.push(...(await evaluateFile(walk, { ...file, above, depth: depth + 1 })));
  }
  // The module's menu is that of its files, and this one only a way to it.
  if (entries.length > 0 && !menu.files.includes(thisFile)) return entries;
  const implicit = await implicitLabel(menu, visit, reading.tree);
  const chosen = implicit ?? findDefaultLabel(menu);
  const { targets, skipped } = chosenLabels(menu.labels);
  for (const label of implicit === undefined ? menu.labels : [implicit, ...menu.labels]) {
    const isDefault = label === chosen;
    const name = label.label.toLowerCase();
    if (skipped.has(name) || (label.hidden && !isDefault && !targets.has(name))) continue;
    const titles = [...above, ...label.above];
    const nested = nestedConfigs(label, directory);
    for (const config of nested) {
      const within = label.kind === 'config' ? titles : [...titles, label.title];
      const inner = await evaluateFile(walk, { ...config, above: within, depth: depth + 1 });
      // Where nothing else starts by itself, a configuration that is gone on to decides.
      const leads = isDefault || chosen === undefined;
      entries.push(...inner.map((entry) => ({ ...entry, default: entry.default && leads })));
    }
    const linux = linuxCommand(await withOwnFile(label, directory, reading.tree));
    if (linux !== undefined) {
      const more = isDefault && label !== implicit ? defaultArguments(menu, label) : '';
      const append = [linux.append, more].filter((words) => words !== '').join(' ');
      entries.push({
        ...describe(label, { ...linux, append }, directory, reading.notes),
        // Nobody sees the title of a hidden label, but that of the one that goes on with it.
        ...(label.hidden && { title: targets.get(name) ?? label.title }),
        above: titles,
        default: isDefault,
      });
    } else if (nested.length === 0 && label.kind !== 'menu' && !leadsOn(label, menu.labels)) {
      const starts = describeOther(label);
      walk.others.push({ title: label.title, above: titles, path: label.path, starts });
    }
  }
  return entries;
}

/** Whether a label only goes on with another one, which is listed itself. */
function leadsOn(label: SyslinuxLabel, labels: readonly SyslinuxLabel[]): boolean {
  const target = choiceOf(label)?.target;
  return labels.some((other) => other.label.toLowerCase() === target);
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
  if (!isMenuModule(label.file)) return [];
  return label.append
    .split(/\s+/)
    .filter((name) => name !== '' && name !== thisFile)
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
