import { describe, expect, it } from 'vitest';
import { loadLimits } from '../../../../src/core/machine/load-limits.ts';
import type { MemoryRange } from '../../../../src/core/machine/memory-map.ts';
import { gibibyte } from '../../../helpers/facts.ts';

const ram = (start: number, end: number) =>
  ({ start: start * gibibyte, end: end * gibibyte, type: 'ram', label: 'System RAM' }) as const;
const map = (...iomem: readonly MemoryRange[]) => ({ firmware: [], iomem });
const region = (start: number) => ({ start: start * gibibyte, size: gibibyte });

describe('where kexec may put the next kernel', () => {
  it('is the side of the region with more memory', () => {
    expect(loadLimits(map(ram(1, 5)), region(3))).toEqual({ highest: 3 * gibibyte - 1 });
    expect(loadLimits(map(ram(1, 5)), region(1))).toEqual({ lowest: 2 * gibibyte });
    expect(loadLimits(map(ram(1, 2), ram(32, 64)), region(33))).toEqual({ lowest: 34 * gibibyte });
  });

  it('is where there is room in one piece, whatever lies in pieces on the other side', () => {
    const claims = [2.25, 2.5, 2.75, 3, 3.25, 3.5, 3.75].map((start) => ({
      start: start * gibibyte,
      end: start * gibibyte + 4096,
      type: 'reserved' as const,
      label: 'reserved',
    }));
    const machine = map(ram(0.5, 4), ...claims);
    expect(loadLimits(machine, region(1))).toEqual({ highest: gibibyte - 1 });
  });

  it('is anywhere in memory if the running kernel leaves the region alone already', () => {
    expect(loadLimits(map(ram(1, 3), ram(4, 5)), region(3))).toEqual({});
  });
});
