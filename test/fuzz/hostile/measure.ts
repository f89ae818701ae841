import { FormatError, WebbootError } from '../../../src/errors.ts';
import type { Reading } from './case.ts';

export interface Measured {
  /** Longest time in which no timer had its turn, in milliseconds of this thread's processor time. */
  readonly longestBlockMs: number;
  /** Processor time of the whole reading. */
  readonly busyMs: number;
  /** What it ended with, where that is neither a value nor a refusal. */
  readonly wrong?: string;
}

/**
 * Runs a reader beside a ticking timer. The time between two ticks is counted in the processor time
 * of this thread: what other programs take of a busy machine is not in it, nor is waiting.
 */
export async function measure(reading: Reading, signal: AbortSignal): Promise<Measured> {
  const start = processorMs();
  let last = start;
  let longest = 0;
  const look = () => {
    const now = processorMs();
    longest = Math.max(longest, now - last);
    last = now;
  };
  const timer = setInterval(look, 1);
  try {
    // A turn of its own, so that what is done before the first await counts as well.
    await new Promise((resolve) => setTimeout(resolve, 5));
    const wrong = await outcome(reading, signal);
    look();
    return {
      longestBlockMs: longest,
      busyMs: last - start,
      ...(wrong === undefined ? {} : { wrong }),
    };
  } finally {
    clearInterval(timer);
  }
}

/** Processor time from an abort in the midst of a reading to its end; undefined if it had ended before. */
export async function measureCancel(reading: Reading): Promise<number | undefined> {
  const controller = new AbortController();
  let cancelled: number | undefined;
  const timer = setTimeout(() => {
    cancelled = processorMs();
    controller.abort(new WebbootError('cancelled', 'Cancelled.'));
  }, 30);
  await measure(reading, controller.signal);
  clearTimeout(timer);
  return cancelled === undefined ? undefined : processorMs() - cancelled;
}

async function outcome(reading: Reading, signal: AbortSignal): Promise<string | undefined> {
  try {
    await reading({ signal });
    return undefined;
  } catch (error) {
    if (error instanceof FormatError || error instanceof WebbootError) return undefined;
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
}

function processorMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}
