import { FormatError } from '../../errors.ts';
import type { Word, WordPart } from './syntax.ts';

const plain = /[^{}|&$;<> \t\n'"\\]+/y;
const variable = /\$(?:([A-Za-z_]\w*|\d+|[?#*@])|\{([A-Za-z_]\w*|\d+|[?#*@])\})/y;

/** A word and the offset after it; `undefined` where none begins. */
export function parseWord(
  source: string,
  start: number,
): { readonly word: Word; readonly end: number } | undefined {
  const parts: WordPart[] = [];
  let text = '';
  let at = start;
  const flush = () => {
    if (text !== '') parts.push({ kind: 'text', text });
    text = '';
  };
  while (at < source.length) {
    const character = source[at];
    if (character === '\\') {
      if (at + 1 >= source.length) throw new FormatError('grub', at, 'ends in a backslash');
      if (source[at + 1] !== '\n') text += source.slice(at, at + 2);
      at += 2;
    } else if (character === "'") {
      const close = source.indexOf("'", at + 1);
      if (close < 0) throw new FormatError('grub', at, "a ' is never closed");
      flush();
      parts.push({ kind: 'quoted', text: source.slice(at + 1, close) });
      at = close + 1;
    } else if (character === '"') {
      flush();
      at = readDoubleQuoted(source, at, parts);
    } else if (character === '$' && source[at + 1] === '"') {
      // GRUB translates the text right before the quotes along with them, which keeps backslashes.
      if (text !== '') parts.push({ kind: 'translated', text });
      text = '';
      at = readTranslated(source, at, parts);
    } else if (character === '$') {
      flush();
      const found = matchVariable(source, at);
      parts.push({ kind: 'variable', name: found.name, quoted: false });
      at = found.end;
    } else {
      plain.lastIndex = at;
      const match = plain.exec(source);
      if (match === null) break;
      text += match[0];
      at = plain.lastIndex;
    }
  }
  flush();
  return at === start ? undefined : { word: { parts }, end: at };
}

function matchVariable(source: string, at: number): { name: string; end: number } {
  variable.lastIndex = at;
  const match = variable.exec(source);
  const name = match?.[1] ?? match?.[2];
  if (name === undefined) throw new FormatError('grub', at, 'a $ is not followed by a name');
  return { name, end: variable.lastIndex };
}

/** Within "…" a backslash is special before $ " \ and a line's end only. */
function readDoubleQuoted(source: string, start: number, parts: WordPart[]): number {
  let text = '';
  // Even empty quotes make an argument, so the first part is always there.
  let first = true;
  const flush = () => {
    if (text !== '' || first) parts.push({ kind: 'quoted', text });
    text = '';
    first = false;
  };
  for (let at = start + 1; at < source.length; ) {
    const character = source[at];
    const next = source[at + 1];
    if (character === '"') {
      flush();
      return at + 1;
    }
    if (character === '$') {
      flush();
      const found = matchVariable(source, at);
      parts.push({ kind: 'variable', name: found.name, quoted: true });
      at = found.end;
    } else if (character === '\\' && next !== undefined) {
      if (next === '$' || next === '"' || next === '\\') text += next;
      else if (next !== '\n') text += `\\${next}`;
      at += 2;
    } else {
      text += character;
      at += 1;
    }
  }
  throw new FormatError('grub', start, 'a " is never closed');
}

/** `$"…"`: variables stay in the text, to be filled in after the translation. */
function readTranslated(source: string, start: number, parts: WordPart[]): number {
  let text = '';
  for (let at = start + 2; at < source.length; ) {
    const character = source[at];
    const next = source[at + 1];
    if (character === '"') {
      parts.push({ kind: 'translated', text });
      return at + 1;
    }
    if (character === '\\' && next !== undefined) {
      if (next === '"') text += next;
      else if (next !== '\n') text += `\\${next}`;
      at += 2;
    } else {
      text += character;
      at += 1;
    }
  }
  throw new FormatError('grub', start, 'a $" is never closed');
}
