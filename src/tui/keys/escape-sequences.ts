import type { KeyName } from '../../menu/keys/key.ts';

/**
 * What follows `ESC [` or `ESC O`, without modifiers: ECMA-48 cursor keys, the numbers of DEC's
 * VT220 editing pad, and what the Linux console, rxvt and xterm send for the same keys.
 */
const byFinal: Readonly<Record<string, KeyName>> = {
  A: 'up',
  B: 'down',
  C: 'right',
  D: 'left',
  F: 'end',
  H: 'home',
  P: 'f1',
  Q: 'f2',
  R: 'f3',
  S: 'f4',
  M: 'enter',
};

const byNumber: Readonly<Record<string, KeyName>> = {
  1: 'home',
  3: 'delete',
  4: 'end',
  5: 'page-up',
  6: 'page-down',
  7: 'home',
  8: 'end',
  11: 'f1',
  12: 'f2',
  13: 'f3',
  14: 'f4',
  15: 'f5',
  17: 'f6',
  18: 'f7',
  19: 'f8',
  20: 'f9',
};

/** The Linux console's F1 to F5: `ESC [ [ A` to `ESC [ [ E`. */
const byLinuxFinal: Readonly<Record<string, KeyName>> = {
  A: 'f1',
  B: 'f2',
  C: 'f3',
  D: 'f4',
  E: 'f5',
};

export type EscapeMatch =
  | { readonly kind: 'incomplete' }
  /** A lone Escape; what follows is read on its own. */
  | { readonly kind: 'none' }
  | { readonly kind: 'sequence'; readonly length: number; readonly key: KeyName | undefined }
  /** The terminal says how large it is. */
  | {
      readonly kind: 'size';
      readonly length: number;
      readonly rows: number;
      readonly columns: number;
    }
  | { readonly kind: 'paste'; readonly length: number; readonly text: string };

/** Longest control sequence that any terminal sends; more is noise on the line. */
const longestSequence = 32;
const longestPaste = 4096;
const pasteBegin = '\x1b[200~';
const pasteEnd = '\x1b[201~';

/** Reads the escape sequence at the start of `input`, which begins with ESC. */
export function matchEscape(input: string): EscapeMatch {
  const introducer = input[1];
  if (introducer === undefined) return { kind: 'incomplete' };
  if (introducer === 'O') return matchSs3(input);
  if (introducer !== '[') return { kind: 'none' };
  if (input.startsWith(pasteBegin)) return matchPaste(input);
  if (input[2] === '[') {
    const final = input[3];
    if (final === undefined) return { kind: 'incomplete' };
    return { kind: 'sequence', length: 4, key: byLinuxFinal[final] };
  }
  const rest = input.slice(2, longestSequence);
  const sequence = /^([0-9;:<=>?]*)[ -/]*([@-~])/.exec(rest);
  if (sequence)
    return (
      sizeReport(sequence) ?? {
        kind: 'sequence',
        length: 2 + sequence[0].length,
        key: csiKey(sequence),
      }
    );
  const mayGoOn = /^[0-9;:<=>?]*[ -/]*$/.test(rest) && input.length < longestSequence;
  return mayGoOn ? { kind: 'incomplete' } : { kind: 'none' };
}

/** tmux, at least up to 3.3, answers with columns before rows; nobody has a serial line in so tall a window. */
const leastSwapped = 80;

/** Xterm's answer to `CSI 18 t`: `CSI 8 ; rows ; columns t`. */
function sizeReport([sequence, parameters = '', final]: RegExpExecArray): EscapeMatch | undefined {
  const [, rows, columns] = /^8;(\d{1,4});(\d{1,4})$/.exec(parameters) ?? [];
  if (final !== 't' || rows === undefined || columns === undefined) return undefined;
  const [first, second] = [Number(rows), Number(columns)];
  const isSwapped = first >= leastSwapped && second < first;
  return {
    kind: 'size',
    length: 2 + sequence.length,
    rows: isSwapped ? second : first,
    columns: isSwapped ? first : second,
  };
}

function csiKey(sequence: RegExpExecArray): KeyName | undefined {
  const [, parameters = '', final = ''] = sequence;
  if (final === '~') return byNumber[parameters.split(';')[0] ?? ''];
  // `CSI row ; column R` answers a cursor query; F3 with a modifier has the first parameter 1.
  if (final === 'R' && parameters !== '' && !parameters.startsWith('1;')) return undefined;
  return byFinal[final];
}

function matchSs3(input: string): EscapeMatch {
  const final = input[2];
  if (final === undefined) return { kind: 'incomplete' };
  const key = byFinal[final];
  return key === undefined ? { kind: 'none' } : { kind: 'sequence', length: 3, key };
}

function matchPaste(input: string): EscapeMatch {
  const end = input.indexOf(pasteEnd);
  if (end === -1) {
    if (input.length < longestPaste) return { kind: 'incomplete' };
    return { kind: 'paste', length: input.length, text: input.slice(pasteBegin.length) };
  }
  return {
    kind: 'paste',
    length: end + pasteEnd.length,
    text: input.slice(pasteBegin.length, end),
  };
}
