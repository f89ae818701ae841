import type { SyslinuxLabel } from './menu.ts';

/** What a module goes on with: the first words of commands, in lower case, mostly labels. */
interface Choice {
  /** What it chooses on a 64-bit machine that starts an ISO. */
  readonly target: string | undefined;
  readonly others: readonly string[];
}

const chooser = /(?:^|\/)(whichsys|ifcpu64|ifcpu|ifplop|ifmemdsk)\.c32$/i;

/**
 * The choice of a label whose module asks what the machine is; undefined for any other label.
 * `whichsys` has commands by `-pxe-`, `-sys-` and `-iso-`. The others have them between `--`: `ifcpu64`
 * the one for 64 bits first, `ifcpu` behind the features that it asks for; `ifplop` and `ifmemdsk` end
 * with the one for a machine without those programs. Source: syslinux's com32/modules.
 */
export function choiceOf({ file, append }: SyslinuxLabel): Choice | undefined {
  const module = chooser.exec(file)?.[1]?.toLowerCase();
  if (module === undefined) return undefined;
  if (module === 'whichsys') {
    const targets = systemTargets(append);
    return choose(targets.get('iso'), [...targets.values()]);
  }
  const commands = firstWords(append);
  const targets = module === 'ifcpu' ? commands.slice(1) : commands;
  return choose(module.startsWith('ifcpu') ? targets[0] : targets.at(-1), targets);
}

function choose(target: string | undefined, all: readonly string[]): Choice {
  return { target, others: all.filter((other) => other !== target) };
}

function systemTargets(append: string): ReadonlyMap<string, string> {
  const targets = new Map<string, string>();
  for (const [, system = '', target = ''] of append.matchAll(/-(pxe|sys|iso)-\s+(\S+)/g)) {
    targets.set(system, target.toLowerCase());
  }
  return targets;
}

/** Of each command between `--`; '' for one without a word. */
function firstWords(append: string): readonly string[] {
  const first: string[] = [''];
  for (const word of append.split(/\s+/)) {
    if (word === '--') first.push('');
    else if (first.at(-1) === '') first[first.length - 1] = word.toLowerCase();
  }
  return first;
}

/** The labels that a menu's choosers go on with, by what the menu shows for them, and those that they never do. */
export function chosenLabels(labels: readonly SyslinuxLabel[]): {
  readonly targets: ReadonlyMap<string, string>;
  readonly skipped: ReadonlySet<string>;
} {
  const targets = new Map<string, string>();
  const others: string[] = [];
  for (const label of labels) {
    const choice = choiceOf(label);
    if (choice?.target !== undefined && !targets.has(choice.target)) {
      targets.set(choice.target, targets.get(label.label.toLowerCase()) ?? label.title);
    }
    others.push(...(choice?.others ?? []));
  }
  return { targets, skipped: new Set(others.filter((other) => !targets.has(other))) };
}

/** Choosers that go on with choosers: more than any menu has. */
const longestWay = 8;

/** The label that a label goes on with in the end; itself if it is no chooser of another one. */
export function followChoosers(
  label: SyslinuxLabel,
  labels: readonly SyslinuxLabel[],
): SyslinuxLabel {
  let current = label;
  for (let way = 0; way < longestWay; way += 1) {
    const target = choiceOf(current)?.target;
    const next = labels.find((other) => other.label.toLowerCase() === target);
    if (target === undefined || next === undefined) break;
    current = next;
  }
  return current;
}
