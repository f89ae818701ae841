import type { LogLine } from '../model/state.ts';
import { formatTime } from './format.ts';
import { wrapText } from './wrap.ts';

const indent = ' '.repeat(9);

/** A line of the log as rows of the screen: the time, and the text behind it, none of it cut off. */
function rowsOf({ time, text }: LogLine, columns: number): readonly string[] {
  return wrapText(text, columns - indent.length).map(
    (row, index) => (index === 0 ? `${formatTime(time)} ` : indent) + row,
  );
}

/** The last rows up to a line. */
export function rowsUpTo(
  log: readonly LogLine[],
  { end, rows, columns }: { end: number; rows: number; columns: number },
): readonly string[] {
  if (rows <= 0) return [];
  const lines = log.slice(Math.max(0, end - rows), end);
  return lines.flatMap((line) => rowsOf(line, columns)).slice(-rows);
}

/** How many lines from the first on fill that many rows: scrolling back ends there. */
export function linesOnFirstPage(
  log: readonly LogLine[],
  { rows, columns }: { rows: number; columns: number },
): number {
  let used = 0;
  const over = log.slice(0, rows + 1).findIndex((line) => {
    used += rowsOf(line, columns).length;
    return used > rows;
  });
  return over === -1 ? Math.min(rows, log.length) : Math.max(1, over);
}
