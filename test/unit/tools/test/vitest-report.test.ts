import { describe, expect, it } from 'vitest';
import { closingLine, tallyVitest } from '../../../../tools/test/vitest-report.ts';

const passed = { status: 'passed', fullName: 'adds' };
const failed = {
  status: 'failed',
  fullName: 'subtracts',
  failureMessages: ['Error: 1 is not 2\n    at somewhere', 'another'],
};

const report = (fields: object) =>
  JSON.stringify({
    ...{ numPassedTests: 3, numPendingTests: 0, numTodoTests: 0 },
    testResults: [{ status: 'passed', assertionResults: [passed], name: 'a.test.ts' }],
    ...fields,
  });

describe('tallyVitest', () => {
  it('counts tests, and names those that failed with what they said', () => {
    const testResults = [{ status: 'failed', assertionResults: [passed, failed], name: 'a.ts' }];
    const text = report({ numPendingTests: 2, testResults });
    expect(tallyVitest(text, { exitCode: 1 })).toEqual({
      ...{ passed: 3, failed: 1, skipped: 2 },
      failures: ['a.ts: subtracts: Error: 1 is not 2'],
    });
  });

  it('counts a file that does not load as a failure', () => {
    const file = {
      status: 'failed',
      message: 'no such module',
      assertionResults: [],
      name: 'b.ts',
    };
    const tally = tallyVitest(report({ testResults: [file] }), { exitCode: 1 });
    expect(tally).toMatchObject({ failed: 1, failures: ['b.ts: no such module'] });
  });

  it('counts an error outside of the tests, and a run that left no report', () => {
    expect(tallyVitest(report({}), { exitCode: 1 }).failed).toBe(1);
    expect(tallyVitest(undefined, { exitCode: 0 }).failed).toBe(1);
  });
});

describe('closingLine', () => {
  it('sums up, and tells of skipped checks only where there are any', () => {
    const some = { passed: 2, failed: 1, skipped: 0, failures: [] };
    expect(closingLine([some, some])).toBe('4 passed, 2 failed');
    expect(closingLine([some, { ...some, skipped: 3 }])).toBe('4 passed, 2 failed, 3 skipped');
  });
});
