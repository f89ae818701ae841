import type { MemoryMap, MemoryRange, Reservation } from './memory-map.ts';
import { freeRanges } from './plan-reservation.ts';

/** Physical addresses within which kexec may put a kernel and what belongs to it; both inclusive. */
export interface LoadLimits {
  readonly lowest?: number;
  readonly highest?: number;
}

/**
 * What keeps the next kernel, its initrd and its tree out of a region that the running one still
 * counts among its memory: they lie on that side of it where there is more in one piece.
 */
export function loadLimits(map: MemoryMap, region: Reservation): LoadLimits {
  const free = freeRanges(map, { kernelMoves: true });
  const end = region.start + region.size;
  if (!free.some((range) => range.start < end && range.end > region.start)) return {};
  const below = largest(free, { start: 0, end: region.start });
  const above = largest(free, { start: end, end: Number.MAX_SAFE_INTEGER });
  return below >= above ? { highest: region.start - 1 } : { lowest: end };
}

function largest(
  ranges: readonly MemoryRange[],
  within: { readonly start: number; readonly end: number },
): number {
  const sizes = ranges.map(
    ({ start, end }) => Math.min(end, within.end) - Math.max(start, within.start),
  );
  return Math.max(0, ...sizes);
}
