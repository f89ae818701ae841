import type { Charset } from './console.ts';

const replacements: Readonly<Record<string, string>> = {
  '–': '-',
  '—': '-',
  '‘': "'",
  '’': "'",
  '“': '"',
  '”': '"',
  '…': '.',
  '·': '.',
  '•': '*',
  ß: 's',
  ø: 'o',
  Ø: 'O',
  ł: 'l',
  Ł: 'L',
};

/** "é" becomes "e", and what has nothing near becomes "?". Always one character. */
function asciiOf(character: string): string {
  if (character >= ' ' && character <= '~') return character;
  const known = replacements[character];
  if (known !== undefined) return known;
  const base = character.normalize('NFKD')[0] ?? '?';
  return base >= ' ' && base <= '~' ? base : '?';
}

/** The character itself where the charset has it, or the nearest one that it has. */
export function shownAs(character: string, charset: Charset): string {
  if (charset === 'unicode') return character;
  const isBlock = character === '▀' || character === '▄' || character === '█';
  return charset === 'cp437' && isBlock ? character : asciiOf(character);
}
