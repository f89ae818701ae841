import type { TransferProgress } from '../ports/transfer.ts';

const smoothingMs = 3_000;

export interface ProgressMeter {
  /** Takes the bytes so far at a time in milliseconds; gives what to show. */
  sample(bytes: number, now: number): TransferProgress;
}

/** A rate smoothed over about 3 seconds, and the time left by it. */
export function createProgressMeter(total: number, start: number): ProgressMeter {
  let last = { bytes: 0, now: start };
  let rate: number | undefined;
  return {
    sample(bytes, now) {
      const elapsed = now - last.now;
      if (elapsed > 0) {
        const current = (Math.max(0, bytes - last.bytes) * 1000) / elapsed;
        const weight = 1 - Math.exp(-elapsed / smoothingMs);
        rate = rate === undefined ? current : rate + weight * (current - rate);
        last = { bytes, now };
      }
      const known = rate !== undefined && rate > 0 && total > 0;
      return {
        bytes,
        total,
        bytesPerSecond: Math.round(rate ?? 0),
        ...(known && { secondsLeft: Math.ceil((total - bytes) / (rate ?? 1)) }),
      };
    },
  };
}
