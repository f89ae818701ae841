import type { MemoryRange, Reservation } from './memory-map.ts';

/** Physical addresses within which kexec may put a kernel and what belongs to it; both inclusive. */
export interface LoadLimits {
  readonly lowest?: number;
  readonly highest?: number;
}

/**
 * What keeps the next kernel, its initrd and its tree out of a region that the running one still
 * counts among its memory: they lie on that side of it where there is more.
 */
export function loadLimits(iomem: readonly MemoryRange[], region: Reservation): LoadLimits {
  const ram = iomem.filter(({ type }) => type === 'ram');
  const end = region.start + region.size;
  const below = sum(ram.map((range) => Math.min(range.end, region.start) - range.start));
  const above = sum(ram.map((range) => range.end - Math.max(range.start, end)));
  if (below + above === sum(ram.map((range) => range.end - range.start))) return {};
  return below >= above ? { highest: region.start - 1 } : { lowest: end };
}

function sum(sizes: readonly number[]): number {
  return sizes.reduce((total, size) => total + Math.max(0, size), 0);
}
