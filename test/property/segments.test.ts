import fc from 'fast-check';
import { expect, test } from 'vitest';
import { segmentProblems } from '../../src/core/plan/segment-problems.ts';
import { hostFacts } from '../helpers/facts.ts';

const page = 4096;
/** RAM with a hole, and the two ranges that touch each other at the end. */
const ram = [
  [1, 40],
  [60, 80],
  [80, 100],
] as const;
const iomem = ram.map(([from, to]) => ({
  start: from * page,
  end: to * page,
  type: 'ram' as const,
  label: 'System RAM',
}));
const segment = fc.record({
  path: fc.constant('blob'),
  address: fc.oneof(
    fc.nat(110).map((at) => at * page),
    fc.nat(110 * page),
  ),
  bytes: fc.nat(30 * page),
});

/** Page by page, which the planner does not do. */
function isSound(segments: readonly { address: number; bytes: number }[], entry: number): boolean {
  const taken = new Set<number>();
  for (const { address, bytes } of segments) {
    if (bytes === 0 || address % page !== 0) return false;
    for (let at = address / page; at * page < address + bytes; at += 1) {
      if (taken.has(at) || !ram.some(([from, to]) => from <= at && at < to)) return false;
      taken.add(at);
    }
  }
  return segments.some(({ address, bytes }) => entry >= address && entry < address + bytes);
}

test('segments are taken if each page of theirs is RAM and nobody else’s, and only then', () => {
  let sound = 0;
  fc.assert(
    fc.property(
      fc.array(segment, { minLength: 1, maxLength: 3 }),
      fc.nat(110 * page),
      (list, at) => {
        const entry = at % 2 === 0 ? (list[0]?.address ?? 0) : at;
        const plan = { segments: list, entry };
        const host = { ...hostFacts(), memoryMap: { iomem } };
        const expected = isSound(list, entry);
        if (expected) sound += 1;
        expect(segmentProblems(plan, host).length === 0).toBe(expected);
      },
    ),
    { numRuns: 3000 },
  );
  expect(sound).toBeGreaterThan(50);
});
