import type { Family } from '../families/family.ts';
import type { BootEntry, ImageFacts } from '../image/image-facts.ts';
import { printable } from '../printable.ts';
import type { PlanProblem } from '../problem.ts';
import { editOf } from './cmdline-edit.ts';

/** What a person is shown of an entry, or could be: what the image decides of its boot. */
export interface ShownEntry {
  /** What the choice names it by from here on. */
  readonly id: string;
  readonly title: string;
  readonly kernel: string;
  readonly initrds: readonly string[];
  /** The entry's own, before any edit. */
  readonly cmdline: string;
  readonly family: Family;
  /** How its initramfs finds the image, as far as that was looked at. */
  readonly drivers: ImageFacts['pmem']['state'];
  /** Whether the live system is given the network that webboot uses. */
  readonly getsNetwork: boolean;
  /** What its image says of itself and the catalogue contradicts. */
  readonly doubts: string;
}

export function shownEntry(
  { family, pmem }: Pick<ImageFacts, 'family' | 'pmem'>,
  { id, title, kernel, initrds, cmdline }: BootEntry,
  { getsNetwork, origin }: { getsNetwork: boolean; origin: readonly PlanProblem[] },
): ShownEntry {
  const doubts = origin.map(({ text }) => text).join(' ');
  return { id, title, kernel, initrds, cmdline, family, drivers: pmem.state, getsNetwork, doubts };
}

/** One line of a comparison, each side ready for a screen. */
export interface EntryDifference {
  readonly what: string;
  readonly shown: string;
  readonly found: string;
}

/** What is not as it was shown; of what was not shown, nothing can differ. */
export function entryDifferences(
  shown: ShownEntry | undefined,
  found: ShownEntry | undefined,
): readonly EntryDifference[] {
  if (shown === undefined) return [];
  if (found === undefined) {
    return [{ what: 'boot entry', shown: brief(shown.title), found: 'none' }];
  }
  return [
    ...differing('name in the menu', shown.id, found.id),
    ...differing('title', shown.title, found.title),
    ...differing('kernel', shown.kernel, found.kernel),
    ...differing('initrd', shown.initrds.join(' '), found.initrds.join(' ')),
    ...cmdlineDifference(shown.cmdline, found.cmdline),
    ...differing('kind of live system', shown.family, found.family),
    ...differing('drivers for its image', shown.drivers, found.drivers),
    ...differing('network given', yesOrNo(shown.getsNetwork), yesOrNo(found.getsNetwork)),
    ...differing('date or version of the image', shown.doubts, found.doubts),
  ];
}

function differing(what: string, shown: string, found: string): readonly EntryDifference[] {
  return shown === found ? [] : [{ what, shown: brief(shown), found: brief(found) }];
}

/** The words that differ: in lines of hundreds of characters nobody would find them. */
function cmdlineDifference(shown: string, found: string): readonly EntryDifference[] {
  if (shown === found) return [];
  const changes = editOf(shown, found);
  const before = changes.flatMap(({ kind, word }) => (kind === 'added' ? [] : [word]));
  const after = changes.flatMap((change) => {
    if (change.kind === 'dropped') return [];
    return [change.kind === 'changed' ? change.to : change.word];
  });
  return [
    {
      what: 'command line',
      shown: brief(before.join(' ')),
      found: brief(after.join(' ')),
    },
  ];
}

/** Characters of a text that a screen of 25 rows has room for beside the other text. */
const longest = 240;

function brief(text: string): string {
  const characters = [...printable(text)];
  if (characters.length === 0) return '(nothing)';
  return characters.length <= longest
    ? characters.join('')
    : `${characters.slice(0, longest).join('')}…`;
}

function yesOrNo(value: boolean): string {
  return value ? 'yes' : 'no';
}
