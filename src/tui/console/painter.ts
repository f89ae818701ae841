import { shownAs } from './ascii.ts';
import type { Cell } from './cells.ts';
import { blank, parseCells, plain, same, styled, trimEnd } from './cells.ts';
import type { Console, ConsoleSize } from './console.ts';
import { paintedCells } from './painted.ts';

const hideCursor = '\x1b[?25l';
const showCursor = '\x1b[?25h';
const eraseLine = '\x1b[K';
const eraseScreen = '\x1b[2J';

/** Unchanged cells between two changed ones that are cheaper to write again than to skip. */
const cheapGap = 6;

export interface Painter {
  /** Draws the whole next time, whatever is there now. */
  forget(): void;
  paint(frame: string, size: ConsoleSize): void;
  /** Leaves the screen to someone else, the cursor below the frame and visible. */
  release(): void;
}

/**
 * Draws frames on a console and writes only the cells that changed. Every position is absolute
 * (ECMA-48 CUP), so that a kernel message in between spoils what it covers and nothing more.
 */
export function createPainter({ stdout, charset, color, painted }: Console): Painter {
  let shownSize: ConsoleSize = painted ?? { columns: 0, rows: 0 };
  let shown: readonly (readonly Cell[])[] | undefined = painted && paintedCells(painted);

  return {
    forget() {
      shown = undefined;
    },
    paint(frame, size) {
      const lines = frame.split('\n').slice(0, size.rows);
      const next = Array.from({ length: size.rows }, (_, row) => {
        // The last cell of the last row would scroll a terminal that wraps at once.
        const columns = row === size.rows - 1 ? size.columns - 1 : size.columns;
        return trimEnd(parseCells(lines[row] ?? '', columns).map(adapt));
      });
      const known =
        size.columns === shownSize.columns && size.rows === shownSize.rows ? shown : undefined;
      const start = known ? '' : plain + hideCursor + eraseScreen;
      const changes = next.map((cells, row) => paintRow(known?.[row] ?? [], cells, row)).join('');
      shown = next;
      shownSize = size;
      if (start + changes !== '') stdout.write(start + changes);
    },
    release() {
      const bottom = shownSize.rows === 0 ? '' : `\x1b[${shownSize.rows};1H\r\n`;
      shown = undefined;
      stdout.write(plain + bottom + showCursor);
    },
  };

  function adapt(cell: Cell): Cell {
    const character = shownAs(cell.character, charset);
    return { character, style: color ? cell.style : withoutColor(cell.style) };
  }
}

function paintRow(before: readonly Cell[], after: readonly Cell[], row: number): string {
  const length = Math.max(before.length, after.length);
  const differs = (column: number) => !same(before[column] ?? blank, after[column] ?? blank);
  let output = '';
  let column = 0;
  while (column < length) {
    if (!differs(column)) {
      column += 1;
      continue;
    }
    if (column >= after.length) return `${output}${moveTo(row, column)}${eraseLine}`;
    const end = runEnd(column, after.length, differs);
    output += moveTo(row, column) + styled(after.slice(column, end));
    column = end;
  }
  return output;
}

/** Where a run of changed cells ends, short gaps of unchanged ones included. */
function runEnd(start: number, length: number, differs: (column: number) => boolean): number {
  let end = start + 1;
  for (let column = end; column < length && column - end < cheapGap; column += 1) {
    if (differs(column)) end = column + 1;
  }
  return end;
}

function moveTo(row: number, column: number): string {
  return column === 0 ? `\x1b[${row + 1}H` : `\x1b[${row + 1};${column + 1}H`;
}

/** Bold and inverse say something without colour; the rest goes. */
function withoutColor(style: string): string {
  return style
    .split(';')
    .filter((code) => code === '1' || code === '7')
    .join(';');
}
