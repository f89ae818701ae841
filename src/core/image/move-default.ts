import type { PlanProblem } from '../problem.ts';
import type { BootEntry } from './image-facts.ts';

/** The default entry, those that follow it, then those before it; the menu's order without one. */
export function inDefaultOrder(entries: readonly BootEntry[]): readonly BootEntry[] {
  const from = Math.max(
    entries.findIndex((entry) => entry.default),
    0,
  );
  return [...entries.slice(from), ...entries.slice(0, from)];
}

/**
 * Moves the default off an entry that cannot be started: to the next one that can, else to the
 * first that can. It stays where no entry can be started; the entry's own problem then blocks.
 */
export function moveDefault(entries: readonly BootEntry[]): {
  readonly entries: readonly BootEntry[];
  readonly problems: readonly PlanProblem[];
} {
  const broken = entries.find((entry) => entry.default);
  if (broken?.problem === undefined) return { entries, problems: [] };
  const next = inDefaultOrder(entries).find(({ problem }) => problem === undefined);
  if (next === undefined) return { entries, problems: [] };
  return {
    entries: entries.map((entry) => ({ ...entry, default: entry === next })),
    problems: [
      {
        severity: 'warning',
        code: broken.problem.code,
        text: `The image's own default cannot be started: ${broken.problem.text} “${next.title}” is selected instead.`,
        remedy: 'Choose another entry if that is not the one you want.',
      },
    ],
  };
}
