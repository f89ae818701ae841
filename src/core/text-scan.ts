/**
 * What patterns such as `/ +$/` and `/^(\S*)\s*(.*)$/` say, in time proportional to the text: a
 * pattern tries every place of a long run of blanks again, and foreign text may hold nothing else.
 */

/** The text without those of `characters` that it ends with. */
export function withoutTrailing(text: string, characters: string): string {
  let end = text.length;
  while (end > 0 && characters.includes(text[end - 1] ?? '')) end -= 1;
  return text.slice(0, end);
}

/** The text before the first blank, and the text behind the blanks that follow. */
export function splitFirstWord(text: string): { readonly word: string; readonly rest: string } {
  const end = text.search(/\s/);
  if (end < 0) return { word: text, rest: '' };
  return { word: text.slice(0, end), rest: text.slice(end).trimStart() };
}

/** What follows the last `mark` in the text; undefined where it has none. */
export function afterLast(text: string, mark: string): string | undefined {
  const at = text.lastIndexOf(mark);
  return at < 0 ? undefined : text.slice(at + mark.length);
}
