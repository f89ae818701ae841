import { FormatError } from '../../errors.ts';
import type { Word } from './syntax.ts';
import { parseWord } from './word.ts';

export type Token =
  | {
      readonly kind: 'word';
      readonly word: Word;
      /** The word as written when it is a bare name: keywords and names are recognised by it. */
      readonly name: string | undefined;
      readonly start: number;
      readonly end: number;
    }
  | {
      readonly kind: 'newline' | ';' | '{' | '}';
      readonly start: number;
      readonly end: number;
    }
  | { readonly kind: 'end'; readonly start: number; readonly end: number };

export interface Lexer {
  peek(): Token;
  take(): Token;
  /** The token that was taken last. */
  last(): Token | undefined;
  /** Forgets the rest of the line: GRUB goes on with the next one after a syntax error. */
  skipLine(): void;
}

const blanks = /[ \t]*(?:#[^\n]*)?/y;
const bareName = /^[A-Za-z_]\w*$/;
/** Tokens that GRUB's lexer knows and its grammar never accepts, so that they are errors. */
const refused = new Set(['|', '&', '<', '>']);

/** Tokens of a GRUB script, one at a time. Throws FormatError; `skipLine` recovers. */
export function createLexer(source: string): Lexer {
  let at = 0;
  let ahead: Token | undefined;
  let taken: Token | undefined;

  const read = (): Token => {
    blanks.lastIndex = at;
    blanks.exec(source);
    const start = blanks.lastIndex;
    at = start;
    const character = source[start];
    if (character === undefined) return { kind: 'end', start, end: start };
    if (character === '\n' || character === ';' || character === '{' || character === '}') {
      at = start + 1;
      return { kind: character === '\n' ? 'newline' : character, start, end: at };
    }
    if (refused.has(character)) {
      throw new FormatError('grub', start, `${character} has no meaning here`);
    }
    const found = parseWord(source, start);
    if (found === undefined) throw new FormatError('grub', start, 'unexpected character');
    at = found.end;
    const raw = source.slice(start, at);
    if (raw === '[[' || raw === ']]') throw new FormatError('grub', start, `${raw} is reserved`);
    return {
      kind: 'word',
      word: found.word,
      name: bareName.test(raw) ? raw : undefined,
      start,
      end: at,
    };
  };

  return {
    peek() {
      ahead ??= read();
      return ahead;
    },
    take() {
      taken = ahead ?? read();
      ahead = undefined;
      return taken;
    },
    last: () => taken,
    skipLine() {
      // A token that was looked at and ends a line is that line's end already.
      if (ahead?.kind === 'newline') at = ahead.start;
      ahead = undefined;
      const end = source.indexOf('\n', at);
      at = end < 0 ? source.length : end + 1;
    },
  };
}
