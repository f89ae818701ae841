import type { WebbootError } from '../errors.ts';
import { BusyError, busyWait } from './busy-error.ts';
import type { FileVersion } from './range-response.ts';
import { backoffDelay, mayPass } from './retry.ts';
import type { TransportLimits } from './transport-options.ts';

/** One URL of the file, and what the download has learnt of it. */
export interface Mirror {
  readonly url: string;
  /** A machine of this network: it spares the others. */
  readonly near: boolean;
  /** Where its redirects ended. */
  resolved?: string;
  version?: FileVersion;
  /** Connections that are fetching from it. */
  lanes: number;
  bytes: number;
  /** In a row, with hardly a byte between them. */
  failures: number;
  notBefore: number;
  /** Bytes a millisecond of one connection, lately; 0 before it is known. */
  rate: number;
  slow: boolean;
  /** Since when it says that it is busy, without a byte in between, and how often. */
  busy?: { readonly since: number; readonly tries: number };
  /** Why it is not asked any more. */
  dead?: WebbootError;
}

export interface MirrorSet {
  readonly alive: boolean;
  /** The best mirror to be asked now; undefined when all rest or have their share of lanes. */
  pick(now: number): Mirror | undefined;
  /** All of them are busy and have asked for time. */
  readonly waiting: boolean;
  /** Milliseconds until a resting mirror may be asked again. */
  rest(now: number): number;
  /** The rate of the fastest other mirror that could take over. */
  bestRateBeside(mirror: Mirror): number;
  /** A connection delivered this much in this time. */
  progress(mirror: Mirror, bytes: number, milliseconds: number): void;
  /** True when this failure was the mirror's last one. */
  fail(mirror: Mirror, error: WebbootError, now: number): boolean;
  /** What those did wrong that are not asked any more. */
  failures(): readonly WebbootError[];
}

export const lanesPerMirror = 2;
/** What is expected of a mirror that has not been asked yet: bytes a millisecond. */
const untried = 256;
const longestRestMs = 1_000;
/** Machines of this network whose connections are slower than that spare the mirrors nothing: bytes a millisecond. */
const leastNear = 1_024;

/**
 * Chooses among mirrors: the given order, spread by load, failing ones rest, slow ones last. While
 * machines of this network are fast enough, only they are asked.
 */
export function createMirrorSet(
  urls: readonly string[],
  limits: TransportLimits,
  near: readonly string[] = [],
): MirrorSet {
  const mirrors: readonly Mirror[] = [...near, ...urls].map((url, at) => ({
    url,
    near: at < near.length,
    lanes: 0,
    bytes: 0,
    failures: 0,
    notBefore: 0,
    rate: 0,
    slow: false,
  }));
  const restBusy = (mirror: Mirror, error: BusyError, now: number) => {
    // Its other connection was told the same.
    if (mirror.busy !== undefined && mirror.notBefore > now) return;
    const { since, tries } = mirror.busy ?? { since: now, tries: 0 };
    mirror.busy = { since, tries: tries + 1 };
    mirror.notBefore = now + busyWait(error, tries, limits);
    if (mirror.notBefore - since > limits.busyMs) mirror.dead = error;
  };
  const restFailed = (mirror: Mirror, error: WebbootError, now: number) => {
    mirror.failures += 1;
    mirror.notBefore = now + backoffDelay(limits, mirror.failures - 1);
    // A mirror that has delivered is waited for longer than one that never did.
    const delivered = mirror.bytes > 0;
    const unusable = error.code === 'range-unsupported';
    const patience = delivered && !unusable ? limits.mirrorFailures : limits.attempts;
    // One that has sent parts can: this answer may be that of another backend.
    const passing = mayPass(error) || (delivered && unusable);
    if (!passing || mirror.failures >= patience) mirror.dead = error;
  };
  const living = () => mirrors.filter((mirror) => mirror.dead === undefined);
  return {
    get alive() {
      return living().length > 0;
    },
    pick(now) {
      const good = living().filter((mirror) => !mirror.slow && mirror.failures < limits.attempts);
      const rested = (good.length > 0 ? good : living()).filter(
        ({ notBefore }) => notBefore <= now,
      );
      const close = rested.filter((mirror) => mirror.near);
      const enough = close.some(({ rate }) => rate === 0 || rate >= leastNear);
      return (
        leastBusy(close) ?? (enough ? undefined : leastBusy(rested.filter(({ near }) => !near)))
      );
    },
    get waiting() {
      return living().every(({ busy }) => busy !== undefined);
    },
    rest(now) {
      const waits = living().map((mirror) => mirror.notBefore - now);
      return Math.min(longestRestMs, ...waits.filter((wait) => wait > 0));
    },
    bestRateBeside(mirror) {
      const others = living().filter((other) => other !== mirror && !other.slow);
      const rates = others.map(({ rate, lanes }) => (rate === 0 && lanes === 0 ? untried : rate));
      return Math.max(0, ...rates);
    },
    progress(mirror, bytes, milliseconds) {
      mirror.bytes += bytes;
      mirror.rate = bytes / Math.max(1, milliseconds);
      mirror.failures = 0;
      delete mirror.busy;
    },
    fail(mirror, error, now) {
      if (error instanceof BusyError) restBusy(mirror, error, now);
      else restFailed(mirror, error, now);
      return mirror.dead !== undefined;
    },
    failures: () => mirrors.flatMap(({ dead }) => dead ?? []),
  };
}

/** Sorting is stable: among equals the caller's order decides. */
function leastBusy(mirrors: readonly Mirror[]): Mirror | undefined {
  return mirrors.filter(({ lanes }) => lanes < lanesPerMirror).sort((a, b) => a.lanes - b.lanes)[0];
}
