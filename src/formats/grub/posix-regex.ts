import { FormatError } from '../../errors.ts';

type Node =
  | { readonly type: 'set'; readonly matches: (character: string) => boolean }
  | { readonly type: 'begin' | 'end' }
  | { readonly type: 'group'; readonly index: number; readonly body: Alternatives }
  | { readonly type: 'repeat'; readonly node: Node; readonly least: number; readonly most: number };

type Alternatives = readonly (readonly Node[])[];

interface PosixRegex {
  readonly groups: number;
  /**
   * The first match: its text, then its groups' (`undefined` where one took no part).
   * `spend` is called for every step, so that the caller bounds the search by throwing.
   */
  match(text: string, spend: () => void): readonly (string | undefined)[] | undefined;
}

const longestPattern = 1024;
/** GRUB matches paths and versions. */
const longestText = 1024;
/** Repeated groups take the matcher deeper with each turn; its stack holds more than twice this. */
const deepestMatch = 400;

/**
 * POSIX extended regular expressions as GRUB's `regexp` takes them. JavaScript's own engine is not
 * used because nothing bounds its backtracking. Alternatives are tried in order, where POSIX asks
 * for the longest; back references are not supported.
 */
export function parsePosixRegex(pattern: string): PosixRegex {
  if (pattern.length > longestPattern) {
    throw new FormatError('regexp', 0, `a regular expression over ${longestPattern} characters`);
  }
  const parser = { pattern, at: 0, groups: 0, depth: 0 };
  const body = parseAlternatives(parser);
  if (parser.at < pattern.length) throw new FormatError('regexp', parser.at, 'unmatched )');
  const { groups } = parser;
  return { groups, match: (text, spend) => search(body, groups, text, spend) };
}

interface Parser {
  readonly pattern: string;
  at: number;
  groups: number;
  depth: number;
}

function parseAlternatives(parser: Parser): Alternatives {
  const alternatives: Node[][] = [[]];
  for (;;) {
    const character = parser.pattern[parser.at];
    if (character === undefined || (character === ')' && parser.depth > 0)) return alternatives;
    if (character === '|') {
      parser.at += 1;
      alternatives.push([]);
    } else {
      alternatives.at(-1)?.push(parseRepeats(parser, parseAtom(parser)));
    }
  }
}

function parseAtom(parser: Parser): Node {
  const character = parser.pattern[parser.at] ?? '';
  parser.at += 1;
  switch (character) {
    case '(': {
      parser.groups += 1;
      parser.depth += 1;
      const index = parser.groups;
      if (parser.depth > 50) throw new FormatError('regexp', parser.at, 'groups too deep');
      const body = parseAlternatives(parser);
      if (parser.pattern[parser.at] !== ')')
        throw new FormatError('regexp', parser.at, 'missing )');
      parser.at += 1;
      parser.depth -= 1;
      return { type: 'group', index, body };
    }
    case '^':
      return { type: 'begin' };
    case '$':
      return { type: 'end' };
    case '.':
      return { type: 'set', matches: () => true };
    case '[':
      return { type: 'set', matches: parseBracket(parser) };
    case '\\': {
      const escaped = parser.pattern[parser.at];
      if (escaped === undefined) throw new FormatError('regexp', parser.at, 'trailing backslash');
      parser.at += 1;
      return { type: 'set', matches: escapedSet(escaped) };
    }
    default:
      return { type: 'set', matches: (other) => other === character };
  }
}

/** GNU's additions to POSIX: \w \W \s \S; any other character stands for itself. */
function escapedSet(escaped: string): (character: string) => boolean {
  switch (escaped) {
    case 'w':
      return (character) => /\w/.test(character);
    case 'W':
      return (character) => /\W/.test(character);
    case 's':
      return (character) => /\s/.test(character);
    case 'S':
      return (character) => /\S/.test(character);
    default:
      return (character) => character === escaped;
  }
}

const classes: Readonly<Record<string, RegExp>> = {
  alnum: /[A-Za-z0-9]/,
  alpha: /[A-Za-z]/,
  blank: /[ \t]/,
  cntrl: /[\x00-\x1f\x7f]/,
  digit: /\d/,
  graph: /[\x21-\x7e]/,
  lower: /[a-z]/,
  print: /[\x20-\x7e]/,
  punct: /[!-/:-@[-`{-~]/,
  space: /\s/,
  upper: /[A-Z]/,
  xdigit: /[0-9A-Fa-f]/,
};

function parseBracket(parser: Parser): (character: string) => boolean {
  const { pattern } = parser;
  const negated = pattern[parser.at] === '^';
  if (negated) parser.at += 1;
  const tests: ((character: string) => boolean)[] = [];
  for (let first = true; ; first = false) {
    const from = pattern[parser.at];
    if (from === undefined) throw new FormatError('regexp', parser.at, 'missing ]');
    if (from === ']' && !first) break;
    const named = /^\[:(\w+):\]/.exec(pattern.slice(parser.at, parser.at + 12));
    const set = named === null ? undefined : classes[named[1] ?? ''];
    if (named !== null && set !== undefined) {
      parser.at += named[0].length;
      tests.push((character) => set.test(character));
      continue;
    }
    const to = pattern[parser.at + 2];
    if (pattern[parser.at + 1] === '-' && to !== undefined && to !== ']') {
      parser.at += 3;
      tests.push((character) => character >= from && character <= to);
    } else {
      parser.at += 1;
      tests.push((character) => character === from);
    }
  }
  parser.at += 1;
  return (character) => tests.some((matches) => matches(character)) !== negated;
}

function parseRepeats(parser: Parser, atom: Node): Node {
  let node = atom;
  for (let count = 0; ; count += 1) {
    const rest = parser.pattern.slice(parser.at, parser.at + 12);
    const interval = /^\{(\d{1,3})(,(\d{0,3}))?\}/.exec(rest);
    const operator = rest[0];
    let least: number;
    let most: number;
    if (interval !== null) {
      least = Number(interval[1]);
      most = interval[2] === undefined ? least : Number(interval[3] || Number.POSITIVE_INFINITY);
      parser.at += interval[0].length;
    } else if (operator === '*' || operator === '+' || operator === '?') {
      least = operator === '+' ? 1 : 0;
      most = operator === '?' ? 1 : Number.POSITIVE_INFINITY;
      parser.at += 1;
    } else return node;
    if (count > 10) throw new FormatError('regexp', parser.at, 'too many repetition operators');
    node = { type: 'repeat', node, least, most };
  }
}

type Bounds = (readonly [number, number] | undefined)[];

function search(
  body: Alternatives,
  groups: number,
  text: string,
  spend: () => void,
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
