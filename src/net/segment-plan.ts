/** A part of the file that one connection fetches; `at` moves from `start` to `end`. */
export interface Segment {
  readonly start: number;
  at: number;
  /** Drawn in when another connection takes over the rest. */
  end: number;
}

export interface SegmentPlan {
  /** The next part that nobody fetches; when there is none, half of the longest rest. */
  claim(): Segment | undefined;
  /** Gives a claimed segment back: done, or with a rest that somebody else is to fetch. */
  release(segment: Segment): void;
}

const segmentBytes = 32 * 1024 * 1024;
const leastSplitBytes = 1024 * 1024;

/** Divides a file of `size` bytes among connections, lowest bytes first. */
export function createSegmentPlan(size: number): SegmentPlan {
  const active = new Set<Segment>();
  const holes: { start: number; end: number }[] = size > 0 ? [{ start: 0, end: size }] : [];

  const activate = (start: number, end: number): Segment => {
    const segment = { start, at: start, end };
    active.add(segment);
    return segment;
  };

  const split = (): Segment | undefined => {
    const longest = [...active].sort((a, b) => b.end - b.at - (a.end - a.at))[0];
    if (longest === undefined || longest.end - longest.at < 2 * leastSplitBytes) return undefined;
    const middle = Math.ceil((longest.at + longest.end) / 2);
    const { end } = longest;
    longest.end = middle;
    return activate(middle, end);
  };

  return {
    claim() {
      const hole = holes.shift();
      if (hole === undefined) return split();
      const end = Math.min(hole.end, hole.start + segmentBytes);
      if (end < hole.end) {
        holes.unshift({ start: end, end: hole.end });
      }
      return activate(hole.start, end);
    },
    release(segment) {
      active.delete(segment);
      if (segment.at < segment.end) {
        holes.push({ start: segment.at, end: segment.end });
        holes.sort((a, b) => a.start - b.start);
      }
    },
  };
}
