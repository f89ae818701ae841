/** Which bytes of a file have been written, in whatever order. */
export interface WrittenSpans {
  /** Everything before it has been written. */
  readonly front: number;
  readonly total: number;
  add(start: number, end: number): void;
}

/** Spans must not overlap; each is added once. */
export function createWrittenSpans(): WrittenSpans {
  /** Beyond the front: start to end, neighbours not merged. */
  const ahead = new Map<number, number>();
  let front = 0;
  let total = 0;
  return {
    get front() {
      return front;
    },
    get total() {
      return total;
    },
    add(start, end) {
      total += end - start;
      ahead.set(start, end);
      for (let next = ahead.get(front); next !== undefined; next = ahead.get(front)) {
        ahead.delete(front);
        front = next;
      }
    },
  };
}
