import { WebbootError } from '../../src/errors.ts';
import type { BenchReport } from './report.ts';

export interface NamedBench {
  readonly name: string;
  run(): Promise<BenchReport>;
}

/**
 * Runs them one after the other. One that fails is reported as failed, and the others go on. `onReports` is given
 * all reports so far after each, so that an interruption loses nothing.
 */
export async function runEach(
  benches: readonly NamedBench[],
  onReports: (reports: readonly BenchReport[]) => Promise<void>,
): Promise<{ readonly reports: readonly BenchReport[]; readonly failed: readonly string[] }> {
  const reports: BenchReport[] = [];
  const failed: string[] = [];
  for (const { name, run } of benches) {
    try {
      reports.push(await run());
    } catch (error) {
      failed.push(name);
      reports.push({
        title: `${name}: FAILED`,
        rows: [],
        notes: [`${name} failed: ${why(error)}`],
      });
    }
    await onReports(reports);
  }
  return { reports, failed };
}

/** An unforeseen error with its stack: it is a fault in the benchmark. */
function why(error: unknown): string {
  if (error instanceof WebbootError) return [error.message, error.remedy ?? ''].join(' ').trim();
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
