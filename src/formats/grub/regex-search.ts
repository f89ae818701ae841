import { FormatError } from '../../errors.ts';

/** A part of an expression. */
export type Node =
  | { readonly type: 'set'; readonly matches: (character: string) => boolean }
  | { readonly type: 'begin' | 'end' }
  | { readonly type: 'group'; readonly index: number; readonly body: Alternatives }
  | { readonly type: 'repeat'; readonly node: Node; readonly least: number; readonly most: number };

export type Alternatives = readonly (readonly Node[])[];

/** GRUB matches paths and versions. */
const longestText = 1024;
/** Repeated groups take the matcher deeper with each turn; its stack holds more than twice this. */
const deepestMatch = 400;

type Bounds = (readonly [number, number] | undefined)[];

/** The first match in a text, with its groups; see `parsePosixRegex`. */
export function searchRegex(
  body: Alternatives,
  {
    groups,
    text,
    spend,
  }: { readonly groups: number; readonly text: string; readonly spend: () => void },
): readonly (string | undefined)[] | undefined {
  if (text.length > longestText) {
    throw new FormatError('regexp', 0, `matches a text over ${longestText} characters`);
  }
  for (let start = 0; start <= text.length; start += 1) {
    const bounds: Bounds = Array.from({ length: groups + 1 });
    const attempt: Attempt = { text, bounds, spend, depth: 0 };
    let end = -1;
    const found = matchAny(body, attempt, start, (at) => {
      end = at;
      return true;
    });
    if (found) {
      bounds[0] = [start, end];
      return bounds.map((bound) => (bound === undefined ? undefined : text.slice(...bound)));
    }
  }
  return undefined;
}

type Continue = (at: number) => boolean;

/** One attempt to match at one place. */
interface Attempt {
  readonly text: string;
  readonly bounds: Bounds;
  readonly spend: () => void;
  depth: number;
}

function matchAny(
  alternatives: Alternatives,
  attempt: Attempt,
  at: number,
  next: Continue,
): boolean {
  return alternatives.some((nodes) => matchFrom(nodes, 0, attempt, at, next));
}

function matchFrom(
  nodes: readonly Node[],
  index: number,
  attempt: Attempt,
  at: number,
  next: Continue,
): boolean {
  const node = nodes[index];
  if (node === undefined) return next(at);
  return matchNode(node, attempt, at, (after) => matchFrom(nodes, index + 1, attempt, after, next));
}

function matchNode(node: Node, attempt: Attempt, at: number, next: Continue): boolean {
  attempt.spend();
  if (attempt.depth >= deepestMatch) {
    throw new FormatError('regexp', at, `repeats groups over ${deepestMatch} levels deep`);
  }
  attempt.depth += 1;
  const matched = matchOne(node, attempt, at, next);
  attempt.depth -= 1;
  return matched;
}

function matchOne(node: Node, attempt: Attempt, at: number, next: Continue): boolean {
  const { text, bounds } = attempt;
  switch (node.type) {
    case 'begin':
      return at === 0 && next(at);
    case 'end':
      return at === text.length && next(at);
    case 'set': {
      const character = text[at];
      return character !== undefined && node.matches(character) && next(at + 1);
    }
    case 'group': {
      const before = bounds[node.index];
      const matched = matchAny(node.body, attempt, at, (end) => {
        const inner = bounds[node.index];
        bounds[node.index] = [at, end];
        if (next(end)) return true;
        bounds[node.index] = inner;
        return false;
      });
      if (!matched) bounds[node.index] = before;
      return matched;
    }
    case 'repeat':
      return matchRepeat(node, 0, attempt, at, next);
  }
}

function matchRepeat(
  repeat: Node & { type: 'repeat' },
  count: number,
  attempt: Attempt,
  at: number,
  next: Continue,
): boolean {
  if (repeat.node.type === 'set') return matchSetRepeat(repeat.node, repeat, attempt, at, next);
  const again =
    count < repeat.most &&
    matchNode(repeat.node, attempt, at, (after) =>
      // A repetition that took nothing would go on for ever.
      after === at && count >= repeat.least
        ? false
        : matchRepeat(repeat, count + 1, attempt, after, next),
    );
  return again || (count >= repeat.least && next(at));
}

/** `.*` and its like, the common case, without going one level deeper a character. */
function matchSetRepeat(
  set: Node & { type: 'set' },
  { least, most }: { readonly least: number; readonly most: number },
  attempt: Attempt,
  at: number,
  next: Continue,
): boolean {
  const { text } = attempt;
  let end = at;
  while (end < text.length && end - at < most && set.matches(text[end] ?? '')) {
    attempt.spend();
    end += 1;
  }
  for (; end - at >= least; end -= 1) {
    if (next(end)) return true;
  }
  return false;
}
