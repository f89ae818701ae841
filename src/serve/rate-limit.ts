import { setTimeout as sleep } from 'node:timers/promises';

/** Shares a number of bytes a second among all who ask. */
export interface RateLimit {
  /** Resolves when so many bytes may go; rejects with the signal. */
  take(bytes: number, signal: AbortSignal): Promise<void>;
}

export const unlimited: RateLimit = { take: async () => {} };

/** First come, first served; what is not used is kept for at most a tenth of a second. */
export function createRateLimit(
  bytesPerSecond: number,
  now: () => number = () => performance.now(),
): RateLimit {
  /** When the bytes that were granted so far will all have gone. */
  let free = now();
  return {
    async take(bytes, signal) {
      const time = now();
      const start = Math.max(free, time - 100);
      free = start + (bytes * 1000) / bytesPerSecond;
      const wait = start - time;
      if (wait > 0) await sleep(wait, undefined, { signal });
    },
  };
}
