import { isCarriedName } from './carried-name.ts';
import { containerOf, nameOfContainer } from './container-name.ts';
import type { RestoreStage } from './restore-stage.ts';

/**
 * What the next boot is told: the units whose processes are to come back, and where they lie. Read
 * by a shell script, hence one word a line and its values behind it.
 */
export interface ArmedUpgrade {
  readonly from: string;
  readonly target: string;
  readonly directory: string;
  readonly stage: RestoreStage;
  /** PIDs up to this one are kept free for those that come back. */
  readonly lastPid: number;
  readonly pidLimit: number;
  /** Containers as "container:web". */
  readonly units: readonly string[];
}

export function formatArmed(upgrade: ArmedUpgrade): string {
  const { from, target, directory, stage, lastPid, pidLimit, units } = upgrade;
  return [
    `from ${from}`,
    `target ${target}`,
    `directory ${directory}`,
    `stage ${stage}`,
    `last_pid ${lastPid}`,
    `pid_limit ${pidLimit}`,
    ...units.map((unit) => {
      const container = containerOf(unit);
      return container === undefined ? `unit ${unit}` : `container ${container}`;
    }),
    '',
  ].join('\n');
}

/** Undefined if it is not whole, or names what no upgrade does. */
export function parseArmed(text: string): ArmedUpgrade | undefined {
  const rows = text.split('\n').map((line) => {
    const blank = line.indexOf(' ');
    return [line.slice(0, blank), line.slice(blank + 1)] as const;
  });
  const value = (wanted: string) => rows.find(([name]) => name === wanted)?.[1] ?? '';
  const [from, target, directory] = ['from', 'target', 'directory'].map(value);
  if (!from || !target || !directory?.startsWith('/')) return undefined;
  const units = rows.flatMap(([name, one]) => {
    if (name === 'unit') return [one];
    return name === 'container' ? [nameOfContainer(one)] : [];
  });
  if (!units.every(isCarriedName)) return undefined;
  return {
    from,
    target,
    directory,
    stage: value('stage') === 'first' ? 'first' : 'mounted',
    lastPid: Number(value('last_pid')),
    pidLimit: Number(value('pid_limit')),
    units,
  };
}
