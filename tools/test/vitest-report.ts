import * as v from 'valibot';

/** How many checks of a kind came out how. */
export interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

const report = v.object({
  numPassedTests: v.number(),
  numFailedTests: v.number(),
  numPendingTests: v.number(),
  numTodoTests: v.number(),
  testResults: v.array(
    v.object({ status: v.string(), assertionResults: v.array(v.unknown()), name: v.string() }),
  ),
});

/**
 * Counts a vitest run by its JSON report. A file that could not be loaded has no tests to fail, and
 * an error outside of any test only shows in the exit status: each counts as one failure.
 */
export function tallyVitest(text: string | undefined, { exitCode }: { exitCode: number }): Tally {
  if (text === undefined) return { passed: 0, failed: 1, skipped: 0 };
  const counts = v.parse(report, JSON.parse(text));
  const broken = counts.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  );
  const failed = counts.numFailedTests + broken.length;
  return {
    passed: counts.numPassedTests,
    failed: failed === 0 && exitCode !== 0 ? 1 : failed,
    skipped: counts.numPendingTests + counts.numTodoTests,
  };
}

/** The closing line: `N passed, N failed`, and skipped ones only where there are any. */
export function closingLine(tallies: readonly Tally[]): string {
  const sum = (key: keyof Tally) => tallies.reduce((total, tally) => total + tally[key], 0);
  const skipped = sum('skipped');
  const line = `${sum('passed')} passed, ${sum('failed')} failed`;
  return skipped === 0 ? line : `${line}, ${skipped} skipped`;
}
