import { parseArgs } from 'node:util';
import { afterEach, expect, test, vi } from 'vitest';
import { errorCodes } from '../../../../src/core/error-codes.ts';
import { reportingErrors } from '../../../../tools/shared/report-error.ts';

afterEach(() => {
  process.exitCode = undefined;
  vi.restoreAllMocks();
});

test('an option that a command does not know is told in words, without a stack', async () => {
  const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  await reportingErrors(async () => {
    parseArgs({ args: ['--nonsense'], options: {} });
  });
  const text = said.mock.calls.join('');
  expect(text).toContain("Unknown option '--nonsense'");
  expect(text).toContain('\n  See docs/testing.md');
  expect(text).not.toContain('at parseArgs');
  expect(process.exitCode).toBe(errorCodes.usage.status);
});

test('a fault is not hidden', async () => {
  const fault = new TypeError('a fault');
  await expect(reportingErrors(() => Promise.reject(fault))).rejects.toBe(fault);
});
