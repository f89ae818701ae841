import { describe, expect, it } from 'vitest';
import { loadLimits } from '../../../../src/core/machine/load-limits.ts';
import { gibibyte } from '../../../helpers/facts.ts';

const ram = (start: number, end: number) =>
  ({ start: start * gibibyte, end: end * gibibyte, type: 'ram', label: 'System RAM' }) as const;
const region = (start: number) => ({ start: start * gibibyte, size: gibibyte });

describe('where kexec may put the next kernel', () => {
  it('is the side of the region with more memory', () => {
    expect(loadLimits([ram(1, 5)], region(3))).toEqual({ highest: 3 * gibibyte - 1 });
    expect(loadLimits([ram(1, 5)], region(1))).toEqual({ lowest: 2 * gibibyte });
    expect(loadLimits([ram(1, 2), ram(32, 64)], region(33))).toEqual({ lowest: 34 * gibibyte });
  });

  it('is anywhere in memory if the running kernel leaves the region alone already', () => {
    expect(loadLimits([ram(1, 3), ram(4, 5)], region(3))).toEqual({});
  });
});
