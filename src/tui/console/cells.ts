/** One character of the screen with the SGR parameters that are in force there. */
export interface Cell {
  readonly character: string;
  /** "1;36"; '' for plain text. */
  readonly style: string;
}

export const blank: Cell = { character: ' ', style: '' };

/** Ends every style (ECMA-48 SGR). */
export const plain = '\x1b[0m';

const sgr = /\x1b\[([0-9;]*)m/y;

/**
 * The cells of one line of a frame, with the SGR sequences that Ink writes resolved. Wide
 * characters would need two cells: they become '?', as the fonts of consoles lack them anyway.
 */
export function parseCells(line: string, columns: number): readonly Cell[] {
  const cells: Cell[] = [];
  let active: readonly string[] = [];
  let at = 0;
  while (at < line.length && cells.length < columns) {
    sgr.lastIndex = at;
    const sequence = sgr.exec(line);
    if (sequence) {
      active = applySgr(active, sequence[1] ?? '');
      at += sequence[0].length;
      continue;
    }
    const character = String.fromCodePoint(line.codePointAt(at) ?? 32);
    at += character.length;
    const style = active.join(';');
    if (isCombining(character)) continue;
    cells.push({ character: isNarrow(character) ? character : '?', style });
    if (isWide(character) && cells.length < columns) cells.push({ character: ' ', style });
  }
  return cells;
}

export function same(a: Cell, b: Cell): boolean {
  return a.character === b.character && a.style === b.style;
}

/** Without the blank cells behind the last one that is not. */
export function trimEnd(cells: readonly Cell[]): readonly Cell[] {
  const last = cells.findLastIndex((cell) => !same(cell, blank));
  return cells.slice(0, last + 1);
}

/** Text with SGR sequences that leaves the terminal plain. */
export function styled(cells: readonly Cell[]): string {
  let output = '';
  let style = '';
  for (const cell of cells) {
    if (cell.style !== style) output += cell.style === '' ? plain : `\x1b[0;${cell.style}m`;
    style = cell.style;
    output += cell.character;
  }
  return style === '' ? output : output + plain;
}

/** Keeps what is switched on, in order; knows the codes that the menu uses. */
function applySgr(active: readonly string[], parameters: string): readonly string[] {
  let codes = [...active];
  for (const code of parameters.split(';')) {
    const off = switchedOff(code);
    if (off) codes = codes.filter((on) => !off.test(on));
    else codes.push(code);
  }
  return codes;
}

/** What an SGR parameter ends; undefined for one that begins something. */
function switchedOff(code: string): RegExp | undefined {
  switch (code) {
    case '':
    case '0':
      return /^/;
    case '22':
      return /^[12]$/;
    case '27':
      return /^7$/;
    case '39':
      return /^[39]\d$/;
    case '49':
      return /^(4|10)\d$/;
    default:
      return undefined;
  }
}

/** Plain Latin, accents, punctuation, line and block drawing: one column each, surely. */
function isNarrow(character: string): boolean {
  return /^[\u0020-\u007e\u00a0-\u04ff\u2010-\u2027\u2190-\u21ff\u2500-\u25ff]$/u.test(character);
}

function isCombining(character: string): boolean {
  return /^[\p{M}\p{Cf}\p{Cc}]$/u.test(character);
}

/** East Asian wide and emoji: Ink counts two columns for them. */
function isWide(character: string): boolean {
  return /^[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]$/u.test(
    character,
  );
}
