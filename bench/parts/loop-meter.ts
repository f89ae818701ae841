import { monitorEventLoopDelay } from 'node:perf_hooks';

/** How long a key would have waited, in milliseconds. */
export interface LoopFigures {
  /** The most processor time that the loop's own thread took between two chances for a key. */
  readonly longestWork: number;
  /** The same, of one chance in a hundred. */
  readonly work99: number;
  /** By the clock, which other programs take their part of. */
  readonly delay99: number;
  readonly longestDelay: number;
  /** Seconds of the thread's processor time in all. */
  readonly cpu: number;
}

const everyMs = 5;

/** Watches this thread's event loop until it is read. */
export function startLoopMeter(): () => LoopFigures {
  const delays = monitorEventLoopDelay({ resolution: everyMs });
  delays.enable();
  const work: number[] = [];
  const begun = threadMs();
  let last = begun;
  const timer = setInterval(() => {
    const now = threadMs();
    work.push(now - last);
    last = now;
  }, everyMs);
  return () => {
    clearInterval(timer);
    delays.disable();
    const sorted = work.toSorted((a, b) => a - b);
    return {
      longestWork: sorted.at(-1) ?? 0,
      work99: sorted[Math.floor(sorted.length * 0.99)] ?? 0,
      delay99: delays.percentile(99) / 1e6,
      longestDelay: delays.max / 1e6,
      cpu: (threadMs() - begun) / 1000,
    };
  };
}

function threadMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}
