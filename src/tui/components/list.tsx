import type { ReactNode } from 'react';
import { clampCursor } from '../model/cursor.ts';
import { Line } from './line.tsx';

export interface ListRow {
  readonly key: string;
  /** Text, already as wide as it may be; the marked row is drawn inverse and with a `>`. */
  readonly text: string;
  /** Drawn instead of the text while the row is not marked. */
  readonly node?: ReactNode;
  /** An empty row is drawn above. */
  readonly apart?: boolean;
}

interface DrawnRow {
  readonly key: string;
  /** Absent for an empty row. */
  readonly row?: ListRow;
  readonly marked: boolean;
}

/** A list with one marked row, scrolled so that it is in sight. */
export function List({
  rows,
  cursor,
  height,
  width,
}: {
  readonly rows: readonly ListRow[];
  readonly cursor: number;
  readonly height: number;
  readonly width: number;
}) {
  const marked = clampCursor(cursor, rows.length);
  const drawn: readonly DrawnRow[] = rows.flatMap((row, index) => [
    ...(row.apart ? [{ key: `${row.key} above`, marked: false }] : []),
    { key: row.key, row, marked: index === marked },
  ]);
  return visible(drawn, height).map((item) => {
    if (!item.row) return <Line key={item.key} />;
    if (item.marked) {
      return (
        <Line key={item.key} inverse>
          {`> ${item.row.text}`.padEnd(width)}
        </Line>
      );
    }
    return <Line key={item.key}>{['  ', item.row.node ?? item.row.text]}</Line>;
  });
}

function visible(rows: readonly DrawnRow[], height: number): readonly DrawnRow[] {
  const at = rows.findIndex(({ marked }) => marked);
  const last = Math.max(0, rows.length - height);
  const start = Math.max(0, Math.min(at - Math.floor(height / 2), last));
  return rows.slice(start, start + height);
}
