import type { Measurement } from './report.ts';

/** Figures of one thing that are added as they are measured. */
export interface Series extends Measurement {
  readonly values: number[];
}

export function series(name: string): Series {
  return { name, values: [] };
}

/** Adds one value to each. */
export function add(rows: readonly Series[], values: readonly number[]): void {
  for (const [index, row] of rows.entries()) {
    const value = values[index];
    if (value !== undefined) row.values.push(value);
  }
}

export function differences(times: readonly number[]): readonly number[] {
  return times.slice(1).map((time, index) => time - (times[index] ?? 0));
}
