/** One thing measured, with its runs in the order in which they were made. */
export interface Measurement {
  readonly name: string;
  readonly seconds: readonly number[];
}

/** A measurement against another of the same run on the same machine. */
export interface BenchRow extends Measurement {
  /** What it is compared with; itself absent for the baselines. */
  readonly baseline?: Measurement;
  /** The largest ratio of the medians that is good enough. */
  readonly limit?: number;
}

export interface BenchReport {
  readonly title: string;
  readonly rows: readonly BenchRow[];
  /** What could not be measured here, and why; what else to know. */
  readonly notes: readonly string[];
}

export function median(seconds: readonly number[]): number {
  const sorted = seconds.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

/** The ratio of the medians; undefined for a baseline. */
export function ratioOf({ seconds, baseline }: BenchRow): number | undefined {
  return baseline && median(seconds) / median(baseline.seconds);
}

/** Whether a row keeps its limit; a row without one does. */
export function keepsLimit(row: BenchRow): boolean {
  const ratio = ratioOf(row);
  return row.limit === undefined || (ratio !== undefined && ratio <= row.limit);
}

/** A table for people: medians, fastest and slowest run, ratios and their limits. */
export function reportText({ title, rows, notes }: BenchReport): string {
  const lines = rows.map((row) => {
    const ratio = ratioOf(row);
    return [
      row.name,
      `${median(row.seconds).toFixed(3)} s`,
      `${Math.min(...row.seconds).toFixed(3)}-${Math.max(...row.seconds).toFixed(3)}`,
      ratio === undefined ? '' : ratio.toFixed(2),
      row.limit === undefined ? '' : `<= ${row.limit}${keepsLimit(row) ? '' : '  EXCEEDED'}`,
    ];
  });
  const table = [['', 'median', 'fastest-slowest', 'ratio', 'limit'], ...lines];
  const widths = table[0]?.map((_, column) =>
    Math.max(...table.map((cells) => cells[column]?.length ?? 0)),
  );
  const format = (cells: readonly string[]) =>
    cells
      .map((cell, column) => cell.padEnd(widths?.[column] ?? 0))
      .join('  ')
      .trimEnd();
  return [title, ...table.map(format), ...notes.map((note) => `note: ${note}`), ''].join('\n');
}
