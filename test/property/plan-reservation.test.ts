import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MemoryMap, MemoryRange } from '../../src/core/machine/memory-map.ts';
import {
  pageStructureBytes,
  planReservation,
  reservationAlignment,
} from '../../src/core/machine/plan-reservation.ts';

const mebibyte = 1024 * 1024;
const fourGibibytes = 4096 * mebibyte;

/** RAM in pieces up to 1 TiB, with holes, and islands that somebody has claimed within it. */
const memoryMap: fc.Arbitrary<MemoryMap> = fc
  .array(
    fc.record({
      gap: fc.integer({ min: 0, max: 3 * 1024 }),
      size: fc.oneof(fc.integer({ min: 1, max: 4096 }), fc.integer({ min: 1, max: 1024 * 1024 })),
      odd: fc.integer({ min: 0, max: 511 }),
      islands: fc.array(
        fc.record({
          at: fc.double({ min: 0, max: 1, noNaN: true }),
          pages: fc.integer({ min: 1, max: 65_536 }),
          label: fc.constantFrom('Reserved', 'ACPI Tables', 'Kernel code', 'Crash kernel'),
        }),
        { maxLength: 4 },
      ),
    }),
    { minLength: 1, maxLength: 6 },
  )
  .map((pieces) => {
    const ram: MemoryRange[] = [];
    const iomem: MemoryRange[] = [];
    let start = mebibyte;
    for (const piece of pieces) {
      start += piece.gap * mebibyte + piece.odd * 4096;
      const end = start + piece.size * mebibyte;
      const range: MemoryRange = { start, end, type: 'ram', label: 'System RAM' };
      ram.push(range);
      iomem.push(range);
      for (const island of piece.islands) {
        const from = start + Math.floor((island.at * (end - start)) / 4096) * 4096;
        const to = Math.min(end, from + island.pages * 4096);
        if (to > from) {
          const type = island.label.startsWith('ACPI') ? 'acpi' : 'other';
          iomem.push({ start: from, end: to, type, label: island.label });
        }
      }
      start = end;
    }
    return { firmware: ram, iomem };
  });

const needs = fc.record({
  remainingBytes: fc.integer({ min: 64, max: 4096 }).map((size) => size * mebibyte),
  kernelMoves: fc.boolean(),
  atTop: fc.boolean(),
});
const imageBytes = fc.oneof(
  fc.constant('largest' as const),
  fc.integer({ min: 1, max: 12 * 1024 }).map((size) => size * mebibyte + 2048),
);

describe('a planned reservation', () => {
  it('lies within free RAM, aligned, large enough, and leaves what must remain', () => {
    fc.assert(
      fc.property(memoryMap, imageBytes, needs, (map, bytes, wanted) => {
        const plan = planReservation(map, bytes, wanted);
        if (plan.kind !== 'reserved') return;
        const { start, size } = plan.reservation;
        const end = start + size;
        expect(start % reservationAlignment).toBe(0);
        expect(size % reservationAlignment).toBe(0);
        expect(size).toBeGreaterThan(0);
        if (bytes !== 'largest') expect(size).toBeGreaterThanOrEqual(bytes);
        expect(map.firmware.some((range) => range.start <= start && end <= range.end)).toBe(true);
        expect(end <= fourGibibytes || start >= fourGibibytes).toBe(true);
        for (const claim of map.iomem.filter(({ type }) => type !== 'ram')) {
          if (wanted.kernelMoves && claim.label.startsWith('Kernel ')) continue;
          expect(claim.end <= start || end <= claim.start).toBe(true);
        }
        const ram = map.firmware.reduce((sum, range) => sum + range.end - range.start, 0);
        expect(ram - size - pageStructureBytes(size)).toBeGreaterThanOrEqual(wanted.remainingBytes);
      }),
      { numRuns: 2000 },
    );
  });

  it('is refused with numbers exactly when no free range would hold it', () => {
    fc.assert(
      fc.property(memoryMap, fc.integer({ min: 1, max: 12 * 1024 }), needs, (map, size, wanted) => {
        const bytes = size * mebibyte;
        const largest = planReservation(map, 'largest', wanted);
        const exact = planReservation(map, bytes, wanted);
        if (exact.kind === 'too-little-memory') {
          expect(exact.largestBytes).toBeLessThan(bytes);
          expect(exact.neededBytes).toBeGreaterThan(bytes);
        } else if (largest.kind === 'reserved') {
          expect(exact.reservation.size).toBeLessThanOrEqual(
            Math.max(largest.reservation.size, bytes + reservationAlignment),
          );
        } else {
          expect.unreachable('an exact reservation where no largest one is');
        }
      }),
      { numRuns: 1000 },
    );
  });
});
