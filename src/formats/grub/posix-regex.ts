import { FormatError } from '../../errors.ts';
import { type Alternatives, type Node, searchRegex } from './regex-search.ts';

interface PosixRegex {
  readonly groups: number;
  /**
   * The first match: its text, then its groups' (`undefined` where one took no part).
   * `spend` is called for every step, so that the caller bounds the search by throwing.
   */
  match(text: string, spend: () => void): readonly (string | undefined)[] | undefined;
}

const longestPattern = 1024;

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
  return { groups, match: (text, spend) => searchRegex(body, { groups, text, spend }) };
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

const classes: ReadonlyMap<string, RegExp> = new Map(
  Object.entries({
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
  }),
);

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
    const set = named === null ? undefined : classes.get(named[1] ?? '');
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
  // A bracket of a thousand characters would be gone through for every letter of a text.
  const known = new Map<string, boolean>();
  return (character) => {
    const before = known.get(character);
    if (before !== undefined) return before;
    const matched = tests.some((matches) => matches(character)) !== negated;
    known.set(character, matched);
    return matched;
  };
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
