import type { WebbootError } from '../errors.ts';
import type { FileVersion } from './range-response.ts';
import { backoffDelay, joinMirrorErrors, mayPass } from './retry.ts';
import type { TransportLimits } from './transport-options.ts';

/** One URL of the file, and what the download has learnt of it. */
export interface Mirror {
  readonly url: string;
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
  /** Why it is not asked any more. */
  dead?: WebbootError;
}

export interface MirrorSet {
  readonly alive: boolean;
  /** The best mirror to be asked now; undefined when all rest or have their share of lanes. */
  pick(now: number): Mirror | undefined;
  /** Milliseconds until a resting mirror may be asked again. */
  rest(now: number): number;
  /** The rate of the fastest other mirror that could take over. */
  bestRateBeside(mirror: Mirror): number;
  /** A connection delivered this much in this time. */
  progress(mirror: Mirror, bytes: number, milliseconds: number): void;
  /** True when this failure was the mirror's last one. */
  fail(mirror: Mirror, error: WebbootError, now: number): boolean;
  /** What all of them did wrong. */
  failure(): WebbootError;
}

export const lanesPerMirror = 2;
const longestRestMs = 1_000;

/** Chooses among mirrors: the given order, spread by load, failing ones rest, slow ones last. */
export function createMirrorSet(urls: readonly string[], limits: TransportLimits): MirrorSet {
  const mirrors: readonly Mirror[] = urls.map((url) => ({
    url,
    lanes: 0,
    bytes: 0,
    failures: 0,
    notBefore: 0,
    rate: 0,
    slow: false,
  }));
  const living = () => mirrors.filter((mirror) => mirror.dead === undefined);
  return {
    get alive() {
      return living().length > 0;
    },
    pick(now) {
      const good = living().filter((mirror) => !mirror.slow && mirror.failures < limits.attempts);
      // Sorting is stable: among equals the caller's order decides.
      return (good.length > 0 ? good : living())
        .filter((mirror) => mirror.notBefore <= now && mirror.lanes < lanesPerMirror)
        .sort((a, b) => a.lanes - b.lanes)[0];
    },
    rest(now) {
      const waits = living().map((mirror) => mirror.notBefore - now);
      return Math.min(longestRestMs, ...waits.filter((wait) => wait > 0));
    },
    bestRateBeside(mirror) {
      const others = living().filter((other) => other !== mirror && !other.slow);
      return Math.max(0, ...others.map(({ rate }) => rate));
    },
    progress(mirror, bytes, milliseconds) {
      mirror.bytes += bytes;
      mirror.rate = bytes / Math.max(1, milliseconds);
      mirror.failures = 0;
    },
    fail(mirror, error, now) {
      mirror.failures += 1;
      mirror.notBefore = now + backoffDelay(limits, mirror.failures - 1);
      // A mirror that has delivered is waited for longer than one that never did.
      const patience = mirror.bytes > 0 ? limits.mirrorFailures : limits.attempts;
      if (!mayPass(error) || mirror.failures >= patience) {
        mirror.dead = error;
      }
      return mirror.dead !== undefined;
    },
    failure: () => joinMirrorErrors(mirrors.flatMap(({ dead }) => dead ?? [])),
  };
}
