import { blank, type Cell, parseCells } from './cells.ts';
import type { Console } from './console.ts';

/** From one absolute position to the next: ECMA-48 CUP, then text with SGR in it, or EL for the rest of the row. */
const run = /\x1b\[(\d+)(?:;(\d+))?H((?:[^\x1b]|\x1b\[[0-9;]*m)*)(\x1b\[K)?/g;

/**
 * The cells that a console shows after what a painter wrote for its first frames, by row. Positions
 * outside the frame are left out.
 */
export function paintedCells({
  written,
  ...size
}: NonNullable<Console['painted']>): readonly (readonly Cell[])[] {
  const rows = Array.from({ length: size.rows }, (): Cell[] => []);
  for (const [, row, column = '1', text = '', erased] of written.matchAll(run)) {
    const start = Number(column) - 1;
    const cells = rows[Number(row) - 1];
    if (cells === undefined || start > size.columns) continue;
    while (cells.length < start) cells.push(blank);
    const changed = parseCells(text, size.columns - start);
    cells.splice(start, erased === undefined ? changed.length : cells.length, ...changed);
  }
  return rows;
}
