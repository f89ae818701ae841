import { describe, expect, it } from 'vitest';
import { closingLine, tallyVitest } from '../../../tools/test/vitest-report.ts';

const report = (fields: object) =>
  JSON.stringify({
    ...{ numPassedTests: 3, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0 },
    testResults: [{ status: 'passed', assertionResults: [{}], name: 'a.test.ts' }],
    ...fields,
  });

describe('tallyVitest', () => {
  it('counts tests', () => {
    const text = report({ numFailedTests: 1, numPendingTests: 2 });
    expect(tallyVitest(text, { exitCode: 1 })).toEqual({ passed: 3, failed: 1, skipped: 2 });
  });

  it('counts a file that does not load as a failure', () => {
    const testResults = [{ status: 'failed', assertionResults: [], name: 'b.test.ts' }];
    expect(tallyVitest(report({ testResults }), { exitCode: 1 }).failed).toBe(1);
  });

  it('counts an error outside of the tests, and a run that left no report', () => {
    expect(tallyVitest(report({}), { exitCode: 1 }).failed).toBe(1);
    expect(tallyVitest(undefined, { exitCode: 0 }).failed).toBe(1);
  });
});

describe('closingLine', () => {
  it('sums up, and tells of skipped checks only where there are any', () => {
    const some = { passed: 2, failed: 1, skipped: 0 };
    expect(closingLine([some, some])).toBe('4 passed, 2 failed');
    expect(closingLine([some, { ...some, skipped: 3 }])).toBe('4 passed, 2 failed, 3 skipped');
  });
});
