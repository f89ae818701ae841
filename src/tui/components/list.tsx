import type { ReactNode } from 'react';
import type { Texts } from '../../core/languages/texts.ts';
import { clampCursor } from '../../menu/model/cursor.ts';
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

/** A list with one marked row, on the page that has it. */
export function List({
  rows,
  cursor,
  height,
  width,
  texts,
}: {
  readonly rows: readonly ListRow[];
  readonly cursor: number;
  readonly height: number;
  readonly width: number;
  readonly texts: Texts;
}) {
  const marked = clampCursor(cursor, rows.length);
  const drawn: readonly DrawnRow[] = rows.flatMap((row, index) => [
    ...(row.apart ? [{ key: `${row.key} above`, marked: false }] : []),
    { key: row.key, row, marked: index === marked },
  ]);
  return visible(drawn, { height, texts }).map((item) => {
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

/**
 * The page of rows that the marked one is on; a row says how many are above and below. Page by
 * page, for a list that moved with each key would be written whole to a slow line each time.
 */
function visible(
  rows: readonly DrawnRow[],
  { height, texts }: { readonly height: number; readonly texts: Texts },
): readonly DrawnRow[] {
  if (rows.length <= height) return rows;
  const at = rows.findIndex(({ marked }) => marked);
  const { start, end } = pageOf(at, rows.length, Math.max(3, height));
  return [
    ...(start === 0 ? [] : [moreRow(rows.slice(0, start), { where: 'above', texts })]),
    ...rows.slice(start, end),
    ...(end === rows.length ? [] : [moreRow(rows.slice(end), { where: 'below', texts })]),
  ];
}

/** The first and the last page have one such row, those between them two. */
function pageOf(at: number, count: number, height: number): { start: number; end: number } {
  const edge = height - 1;
  if (at < edge) return { start: 0, end: edge };
  const inner = height - 2;
  const start = edge + Math.floor((at - edge) / inner) * inner;
  if (count - start <= edge) return { start: count - edge, end: count };
  return { start, end: start + inner };
}

function moreRow(
  hidden: readonly DrawnRow[],
  { where, texts }: { readonly where: 'above' | 'below'; readonly texts: Texts },
): DrawnRow {
  const count = hidden.filter(({ row }) => row !== undefined).length;
  return { key: where, row: { key: where, text: texts.home[where]({ count }) }, marked: false };
}
