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

/** The nearest ASCII character: "é" becomes "e", and what has none becomes "?". Always one. */
export function asciiOf(character: string): string {
  if (character >= ' ' && character <= '~') return character;
  const known = replacements[character];
  if (known !== undefined) return known;
  const base = character.normalize('NFKD')[0] ?? '?';
  return base >= ' ' && base <= '~' ? base : '?';
}
