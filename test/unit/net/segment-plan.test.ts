import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createSegmentPlan, type Segment } from '../../../src/net/segment-plan.ts';
import { createWrittenSpans } from '../../../src/storage/written-spans.ts';

const mebibyte = 1024 * 1024;

test('gives the lowest bytes first and a rest back before what lies behind it', () => {
  const plan = createSegmentPlan(100 * mebibyte);
  const [first, second] = [plan.claim(), plan.claim()];
  expect([first?.start, second?.start]).toEqual([0, 32 * mebibyte]);
  if (first !== undefined) {
    first.at = 5;
    plan.release(first);
  }
  expect(plan.claim()).toMatchObject({ start: 5, end: 5 + 32 * mebibyte - 5 });
});

test('halves the longest rest when nothing else is left, down to a bound', () => {
  const plan = createSegmentPlan(8 * mebibyte);
  const whole = plan.claim();
  const half = plan.claim();
  expect([whole?.end, half?.start, half?.end]).toEqual([4 * mebibyte, 4 * mebibyte, 8 * mebibyte]);
  for (let claims = 0; plan.claim() !== undefined; claims += 1) {
    expect(claims).toBeLessThan(8);
  }
});

test('hands every byte to exactly one connection, whatever fails and splits', () => {
  const step = fc.record({
    lane: fc.nat(3),
    bytes: fc.nat(40 * mebibyte),
    release: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.nat(90 * mebibyte), fc.array(step, { maxLength: 60 }), (size, steps) => {
      const plan = createSegmentPlan(size);
      const spans = createWrittenSpans();
      const lanes: (Segment | undefined)[] = [];
      const advance = (segment: Segment, bytes: number) => {
        const before = segment.at;
        segment.at = Math.min(segment.end, segment.at + bytes);
        if (segment.at > before) {
          spans.add(before, segment.at);
        }
      };
      for (const { lane, bytes, release } of steps) {
        const segment = lanes[lane] ?? plan.claim();
        lanes[lane] = segment;
        if (segment !== undefined) {
          advance(segment, bytes);
          if (release || segment.at === segment.end) {
            plan.release(segment);
            lanes[lane] = undefined;
          }
        }
      }
      for (const segment of lanes) {
        if (segment !== undefined) {
          plan.release(segment);
        }
      }
      for (let rest = plan.claim(); rest !== undefined; rest = plan.claim()) {
        advance(rest, size);
        plan.release(rest);
      }
      expect(spans).toMatchObject({ total: size, front: size });
    }),
  );
});
