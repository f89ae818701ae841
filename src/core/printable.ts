/**
 * What a terminal, a log or a reader of lines might obey instead of showing: control characters
 * (C0, DEL, C1), characters that reorder or hide text (Unicode's Cf: bidirectional marks, zero
 * widths), line and paragraph separators, halves of surrogate pairs. See UTR #36, section 2.
 */
const unprintable = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** Foreign text as one line that can be shown: nothing in it moves, hides, colours or breaks lines. */
export function printable(text: string): string {
  return text.replace(unprintable, shown);
}

/** The same for text that is several lines: newlines stay. */
export function printableText(text: string): string {
  return text.replace(unprintable, (character) => (character === '\n' ? '\n' : shown(character)));
}

/** White space becomes a blank, so that words stay apart; everything else is seen to be odd. */
function shown(character: string): string {
  return /[\t-\r\u2028\u2029]/.test(character) ? ' ' : '\ufffd';
}

/**
 * A tag for templates: what is put in is foreign and becomes printable, on one line each; the
 * template's own text stays. `line`...`` can go to a terminal whatever an image or a server said.
 */
export function line(
  strings: TemplateStringsArray,
  ...values: readonly (string | number)[]
): string {
  return String.raw({ raw: strings }, ...values.map((value) => printable(String(value))));
}

/** JSON on one line, in ASCII but for letters and signs that are harmless wherever it is shown. */
export function jsonLine(value: unknown, indent?: number): string {
  return JSON.stringify(value, undefined, indent).replace(unprintable, (character) =>
    character === '\n' ? '\n' : escaped(character),
  );
}

/** As JSON writes it: `\u0085`; two of them beyond the basic plane (RFC 8259, section 7). */
function escaped(character: string): string {
  return Array.from(
    { length: character.length },
    (_, index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`,
  ).join('');
}
