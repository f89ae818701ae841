import { styled, trimEnd } from '../../src/tui/console/cells.ts';
import type { ConsoleSize } from '../../src/tui/console/console.ts';
import { paintedCells } from '../../src/tui/console/painted.ts';
import type { DrawnMenu } from './drawn-menu.ts';

/** What is drawn ahead as the first letter of a search; capital letters find the same. */
export const searchLetters: readonly string[] = [...'abcdefghijklmnopqrstuvwxyz0123456789'];

const eraseLine = '\x1b[K';

/** The lines of a file, by number from 1. */
export interface Lines {
  numberOf(line: string): number;
  text(): string;
}

/** Most rows are the same on many consoles and for many letters. */
export function createLines(): Lines {
  const numbers = new Map<string, number>();
  return {
    numberOf(line) {
      const number = numbers.get(line) ?? numbers.size + 1;
      numbers.set(line, number);
      return number;
    },
    text: () => [...numbers.keys()].map((line) => `${line}\n`).join(''),
  };
}

/**
 * What initramfs/init.sh answers keys by on one console. The first line is "@" and where the search's text begins
 * ("2;10"). Each other has a name, and the numbers of the lines that stand on rows of the console: from a row that is
 * given ("5:17"), or on the one below the last. ">" moves the mark, in turns down from a row and back to it. The others
 * show a search: ".", which is for none, or "aA", all below the title bar.
 */
export function drawnTable(
  { frame, moves, searches }: DrawnMenu,
  { lines, ...size }: ConsoleSize & { readonly lines: Lines },
): string {
  const rowsOf = (written: string) =>
    paintedCells({ ...size, written }).map((row) => {
      const cells = trimEnd(row);
      // Behind a full row the cursor still stands on its last cell.
      return lines.numberOf(styled(cells) + (cells.length < size.columns ? eraseLine : ''));
    });
  let written = frame;
  const marked = [rowsOf(frame)];
  for (const { down } of moves) {
    written += down;
    marked.push(rowsOf(written));
  }
  const moved = moves.flatMap((_, row) => {
    const [above = [], below = []] = marked.slice(row, row + 2);
    return [changes(above, below), changes(below, above)];
  });
  const whole = (rows: readonly number[]) => rows.slice(1).join(' ');
  const found = searchLetters.map((letter, index) => {
    const names = [...new Set([letter, letter.toUpperCase()])].join('');
    return `${names} 2:${whole(rowsOf(frame + (searches[index] ?? '')))}`;
  });
  // The topmost row that a letter changes is the search field's, from that letter on.
  const [, position = ''] = /^\x1b\[(\d+;\d+)H/.exec(searches[0] ?? '') ?? [];
  return [
    `@ ${position}`,
    ...moved.map((numbers) => `> ${numbers}`),
    `. 2:${whole(marked[0] ?? [])}`,
    ...found,
  ]
    .map((line) => `${line}\n`)
    .join('');
}

/** "5:17 6:3": the rows that are to be written, counted from 1. */
function changes(before: readonly number[], after: readonly number[]): string {
  return after
    .flatMap((line, row) => (line === before[row] ? [] : [`${row + 1}:${line}`]))
    .join(' ');
}
