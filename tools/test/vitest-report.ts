import { relative } from 'node:path';
import * as v from 'valibot';

/** How many checks of a kind came out how. */
export interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** What failed, a line each, for the end of a long output. */
  readonly failures: readonly string[];
}

const assertion = v.object({
  status: v.string(),
  fullName: v.string(),
  failureMessages: v.nullish(v.array(v.string()), []),
});

const report = v.object({
  numPassedTests: v.number(),
  numPendingTests: v.number(),
  numTodoTests: v.number(),
  testResults: v.array(
    v.object({
      status: v.string(),
      name: v.string(),
      message: v.nullish(v.string(), ''),
      assertionResults: v.array(assertion),
    }),
  ),
});

/**
 * Counts a vitest run by its JSON report. A file that could not be loaded has no tests to fail, and
 * an error outside of any test only shows in the exit status: each counts as one failure.
 */
export function tallyVitest(text: string | undefined, { exitCode }: { exitCode: number }): Tally {
  if (text === undefined) {
    return { passed: 0, failed: 1, skipped: 0, failures: ['the run left no report'] };
  }
  const counts = v.parse(report, JSON.parse(text));
  const failures = counts.testResults.flatMap(failuresOf);
  if (failures.length === 0 && exitCode !== 0) {
    failures.push(`an error outside of the tests (exit code ${exitCode})`);
  }
  return {
    passed: counts.numPassedTests,
    failed: failures.length,
    skipped: counts.numPendingTests + counts.numTodoTests,
    failures,
  };
}

function failuresOf(file: v.InferOutput<typeof report>['testResults'][number]): readonly string[] {
  const where = relative(process.cwd(), file.name);
  if (file.status === 'failed' && file.assertionResults.length === 0) {
    return [`${where}: ${firstLine(file.message)}`];
  }
  return file.assertionResults
    .filter(({ status }) => status === 'failed')
    .map(({ fullName, failureMessages }) => {
      return `${where}: ${fullName}: ${firstLine(failureMessages[0] ?? '')}`;
    });
}

const firstLine = (text: string): string => text.split('\n', 1)[0] ?? '';

/** The closing line: `N passed, N failed`, and skipped ones only where there are any. */
export function closingLine(tallies: readonly Tally[]): string {
  const sum = (key: 'passed' | 'failed' | 'skipped') =>
    tallies.reduce((total, tally) => total + tally[key], 0);
  const skipped = sum('skipped');
  const line = `${sum('passed')} passed, ${sum('failed')} failed`;
  return skipped === 0 ? line : `${line}, ${skipped} skipped`;
}
