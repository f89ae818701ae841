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

/** Beyond ASCII, in the kernel's own fonts (drivers/tty/vt/cp437.uni): letters of Western Europe, and blocks. */
const cp437 = new Set('ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜñÑáíóúßµ¿¡«»°±²·÷£¥ªº½¼▀▄█');

export function hasCharacter(character: string, charset: Charset): boolean {
  if (charset === 'unicode' || (character >= ' ' && character <= '~')) return true;
  return charset === 'cp437' && cp437.has(character);
}

/** "é" becomes "e", and what has nothing near becomes "?". Always one character. */
function asciiOf(character: string): string {
  const known = replacements[character];
  if (known !== undefined) return known;
  const base = character.normalize('NFKD')[0] ?? '?';
  return base >= ' ' && base <= '~' ? base : '?';
}

/** The character itself where the charset has it, or the nearest one that it has. */
export function shownAs(character: string, charset: Charset): string {
  return hasCharacter(character, charset) ? character : asciiOf(character);
}
