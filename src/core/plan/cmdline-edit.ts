import { parameterName, parseCmdline } from '../cmdline.ts';
import { defined } from '../defined.ts';

/** One word of a line that a person changed. `at` counts the words of the line before the edit. */
export type WordChange =
  | { readonly kind: 'dropped'; readonly at: number; readonly word: string }
  | {
      readonly kind: 'changed';
      readonly at: number;
      readonly word: string;
      readonly to: string;
    }
  | {
      readonly kind: 'added';
      readonly at: number;
      readonly word: string;
      /** The word that it follows; absent at the start of the line. */
      readonly behind?: string;
    };

/**
 * What a person did to a command line, without the words that they left alone. Those come from the
 * verified image: what a mirror sent before verification must not become a part of the edit.
 */
export type CmdlineEdit = readonly WordChange[];

/** The changes that make `after` of `before`; none if only blanks differ. */
export function editOf(before: string, after: string): CmdlineEdit {
  const old = wordsOf(before);
  const edited = wordsOf(after);
  const start = commonStart(old, edited);
  const end = commonStart(old.slice(start).toReversed(), edited.slice(start).toReversed());
  const parts = hunks(
    old.slice(start, old.length - end),
    edited.slice(start, edited.length - end),
    start,
  );
  return parts.flatMap((hunk) => changesOf(hunk, old));
}

/** The edited line; undefined if `line` is not the one that the edit was made on. */
export function applyEdit(line: string, edit: CmdlineEdit): string | undefined {
  if (edit.length === 0) return line;
  const words = wordsOf(line);
  if (!edit.every((change) => fits(change, words))) return undefined;
  const changes = Map.groupBy(edit, ({ at }) => at);
  const edited: string[] = [];
  for (let at = 0; at <= words.length; at += 1) {
    const here = changes.get(at) ?? [];
    for (const { kind, word } of here) if (kind === 'added') edited.push(word);
    const own = here.find(({ kind }) => kind !== 'added');
    if (own?.kind === 'changed') edited.push(own.to);
    const word = words[at];
    if (own === undefined && word !== undefined) edited.push(word);
  }
  return edited.join(' ');
}

function fits(change: WordChange, words: readonly string[]): boolean {
  if (change.kind !== 'added') return words[change.at] === change.word;
  return change.at <= words.length && words[change.at - 1] === change.behind;
}

/** A `--` stays a word of the line: what stands behind it is init's. */
function wordsOf(text: string): readonly string[] {
  const { parameters, initArguments } = parseCmdline(text);
  return initArguments.length === 0 ? parameters : [...parameters, '--', ...initArguments];
}

function commonStart(one: readonly string[], other: readonly string[]): number {
  const shorter = Math.min(one.length, other.length);
  for (let at = 0; at < shorter; at += 1) if (one[at] !== other[at]) return at;
  return shorter;
}

/** Words of the old line, from `at` on, in whose place the new ones stand. */
interface Hunk {
  readonly at: number;
  readonly removed: readonly string[];
  readonly added: readonly string[];
}

/** Above this many pairs of words it is not worth the time to look for what both lines share. */
const mostPairs = 1 << 20;

/** What differs between words that neither start nor end alike. */
function hunks(old: readonly string[], edited: readonly string[], from: number): readonly Hunk[] {
  if (old.length + edited.length === 0) return [];
  if (old.length * edited.length > mostPairs) return [{ at: from, removed: old, added: edited }];
  const shared = sharedLengths(old, edited);
  const found: Hunk[] = [];
  let open = { at: 0, to: 0 };
  let i = 0;
  let j = 0;
  const close = () => {
    const removed = old.slice(open.at, i);
    const added = edited.slice(open.to, j);
    if (removed.length + added.length > 0) found.push({ at: from + open.at, removed, added });
  };
  while (i < old.length && j < edited.length) {
    if (old[i] === edited[j]) {
      close();
      i += 1;
      j += 1;
      open = { at: i, to: j };
    } else if (shared(i + 1, j) >= shared(i, j + 1)) i += 1;
    else j += 1;
  }
  i = old.length;
  j = edited.length;
  close();
  return found;
}

/** Length of the longest common subsequence of what follows in both lists. */
function sharedLengths(
  one: readonly string[],
  other: readonly string[],
): (i: number, j: number) => number {
  const width = other.length + 1;
  const lengths = new Uint16Array((one.length + 1) * width);
  const at = (i: number, j: number) => lengths[i * width + j] ?? 0;
  for (let i = one.length - 1; i >= 0; i -= 1) {
    for (let j = other.length - 1; j >= 0; j -= 1) {
      const same = one[i] === other[j];
      lengths[i * width + j] = same ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  return at;
}

/** A word in the place of one of the same name changes it. */
function changesOf({ at, removed, added }: Hunk, old: readonly string[]): readonly WordChange[] {
  const changes: WordChange[] = [];
  let next = 0;
  const pairs = removed.length * added.length <= mostPairs;
  for (const [index, word] of removed.entries()) {
    const name = parameterName(word);
    const to = pairs
      ? added.findIndex((other, place) => place >= next && parameterName(other) === name)
      : -1;
    if (to === -1) {
      changes.push({ kind: 'dropped', at: at + index, word });
      continue;
    }
    for (const more of added.slice(next, to)) changes.push(addition(at + index, more, old));
    changes.push({ kind: 'changed', at: at + index, word, to: added[to] ?? '' });
    next = to + 1;
  }
  for (const more of added.slice(next)) changes.push(addition(at + removed.length, more, old));
  return changes;
}

function addition(at: number, word: string, old: readonly string[]): WordChange {
  const behind = old[at - 1];
  return { kind: 'added', at, word, ...defined({ behind }) };
}
