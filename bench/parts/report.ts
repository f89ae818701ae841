/** One thing measured, with its runs in the order in which they were made. */
export interface Measurement {
  readonly name: string;
  readonly values: readonly number[];
  /** Seconds without. */
  readonly unit?: 'MB' | 'MiB' | 'files';
}

/** A measurement, next to another of the same run on the same machine if there is one. */
export interface BenchRow extends Measurement {
  /** What it is compared with: a peer, or the least that it can take. */
  readonly baseline?: Measurement;
  /** The largest ratio of the medians that is good enough; without a baseline, the largest median. */
  readonly limit?: number;
}

export interface BenchReport {
  readonly title: string;
  readonly rows: readonly BenchRow[];
  /** What could not be measured here, and why; what else to know. */
  readonly notes: readonly string[];
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

/** The ratio of the medians; undefined for a row without a baseline. */
export function ratioOf({ values, baseline }: BenchRow): number | undefined {
  return baseline && median(values) / median(baseline.values);
}

/** Whether a row keeps its limit; a row without one does. What was not measured keeps none. */
export function keepsLimit(row: BenchRow): boolean {
  return row.limit === undefined || (ratioOf(row) ?? median(row.values)) <= row.limit;
}

const headings = ['', 'median', 'fastest-slowest', 'next to', 'ratio', 'limit'];

/** One table of all reports for people, under their titles; then what there is to know of each. */
export function reportText(reports: readonly BenchReport[]): string {
  const lines = reports.flatMap(({ title, rows }) => [[title], ...rows.map(cellsOf)]);
  const widths = headings.map((heading, column) =>
    Math.max(
      heading.length,
      // A title may be longer than what stands below it.
      ...lines.flatMap((cells) => (cells.length === 1 ? [] : (cells[column]?.length ?? 0))),
    ),
  );
  const format = (cells: readonly string[]) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  const notes = reports.flatMap((report) => report.notes.map((note) => `note: ${note}`));
  return `${[headings, ...lines].map(format).concat(notes).join('\n')}\n`;
}

function cellsOf(row: BenchRow): readonly string[] {
  const { name, values, unit = 's', baseline, limit } = row;
  const digits = unit === 's' ? 3 : 1;
  const number = (value: number) => value.toFixed(digits);
  const quantity = (list: readonly number[]) => `${number(median(list))} ${unit}`;
  const isExceeded = !keepsLimit(row);
  return [
    `  ${name}`,
    quantity(values),
    values.length < 2 ? '' : `${number(Math.min(...values))}-${number(Math.max(...values))}`,
    baseline === undefined ? '' : `${quantity(baseline.values)}, ${baseline.name}`,
    ratioOf(row)?.toFixed(2) ?? '',
    limit === undefined
      ? ''
      : `<= ${limit}${baseline ? '' : ` ${unit}`}${isExceeded ? '  EXCEEDED' : ''}`,
  ];
}
