import { FormatError } from '../errors.ts';

/** What a step of reading cost, in bytes; a stream is one gzip member, one Zstandard frame, …. */
export interface Cost {
  readonly packed?: number;
  readonly unpacked?: number;
  readonly streams?: number;
}

/**
 * What all of one inspection may cost together, however many files and streams it is spread over.
 * Whoever unpacks or reads tables pays for each small step, and so lets timers, keys and the
 * download have their turn, and is stopped when nobody waits for it any more.
 */
export interface WorkBudget {
  /** Throws FormatError for what no genuine image needs, and the signal's reason when aborted. */
  pay(cost: Cost): Promise<void>;
}

export const workLimits = {
  /** What may be unpacked of nothing, and of every packed byte: initrds and modules stay below 20. */
  freeBytes: 64 << 20,
  ratio: 200,
  /** More than this no machine that boots live images would unpack into its RAM. */
  unpackedBytes: 4 * 2 ** 30,
  /** pbzip2 makes a stream of every 900 kB. */
  streams: 16_384,
  /** Own time: in all, and for every packed byte, which slow machines need for xz. */
  freeMs: 30_000,
  msPerPackedByte: 1 / 100,
} as const;

/** What a step may count for at most: the rest of it was spent waiting for the image. */
const longestStepMs = 200;
/** A screen of 60 frames a second is not late by this. */
const turnMs = 8;

interface Options {
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds, for tests. */
  readonly now?: () => number;
}

export function createWorkBudget({
  signal,
  now = () => performance.now(),
}: Options = {}): WorkBudget {
  let packed = 0;
  let unpacked = 0;
  let streams = 0;
  let busyMs = 0;
  let last = now();
  let turnStart = last;

  function check(): void {
    const { freeBytes, ratio, unpackedBytes, freeMs, msPerPackedByte } = workLimits;
    if (unpacked > Math.min(unpackedBytes, freeBytes + ratio * packed)) {
      throw tooMuch(`grows from ${packed} bytes to over ${unpacked}`);
    }
    if (streams > workLimits.streams) throw tooMuch(`consists of over ${streams - 1} streams`);
    if (busyMs > freeMs + msPerPackedByte * packed) {
      throw tooMuch(`keeps the machine busy for ${Math.round(busyMs / 1000)} s`);
    }
  }

  return {
    async pay(cost) {
      signal?.throwIfAborted();
      packed += cost.packed ?? 0;
      unpacked += cost.unpacked ?? 0;
      streams += cost.streams ?? 0;
      const time = now();
      busyMs += Math.min(time - last, longestStepMs);
      last = time;
      check();
      if (time - turnStart < turnMs) return;
      await new Promise<void>((resolve) => setImmediate(resolve));
      last = now();
      turnStart = last;
      signal?.throwIfAborted();
    },
  };
}

function tooMuch(what: string): FormatError {
  return new FormatError('unpacking', 0, `what is compressed ${what}, more than is plausible`);
}
