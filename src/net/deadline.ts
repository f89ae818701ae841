import { WebbootError } from '../errors.ts';
import type { TransportLimits } from './transport-options.ts';

export interface Deadline {
  /** Aborted with `connection-stalled` when the time is over. */
  readonly signal: AbortSignal;
  received(bytes: number): void;
  stop(): void;
}

const checkEveryMs = 1_000;
/** Less than this is no progress. */
export const progressBytes = 64 * 1024;

/**
 * The time for one small request, redirects and headers included: `smallMs`. An answer that has
 * come at `leastBytesPerSecond` until then may go on for as long as it keeps that rate: the parts
 * of an image are up to 4 MiB, and lines may be slow.
 */
export function startDeadline(url: string, limits: TransportLimits): Deadline {
  const late = new AbortController();
  const begun = performance.now();
  let bytes = 0;
  const check = () => {
    const seconds = (performance.now() - begun) / 1000;
    if (bytes >= limits.leastBytesPerSecond * seconds) {
      timer = setTimeout(check, checkEveryMs);
    } else {
      late.abort(tooSlow(url, bytes, seconds));
    }
  };
  let timer = setTimeout(check, limits.smallMs);
  return {
    signal: late.signal,
    received: (count) => {
      bytes += count;
    },
    stop: () => clearTimeout(timer),
  };
}

/**
 * For a long body, which may take as long as it does: something worth the name must come within each
 * `outageMs`. A sink that has to be waited for is not the server's fault.
 */
export function startOutageWatch(url: string, { outageMs }: TransportLimits): Deadline {
  const late = new AbortController();
  let bytes = 0;
  const timer = setInterval(() => {
    if (bytes < progressBytes) late.abort(tooSlow(url, bytes, outageMs / 1000));
    bytes = 0;
  }, outageMs);
  return {
    signal: late.signal,
    received: (count) => {
      bytes += count;
    },
    stop: () => clearInterval(timer),
  };
}

function tooSlow(url: string, bytes: number, seconds: number): WebbootError {
  return new WebbootError(
    'connection-stalled',
    `${new URL(url).host} sent only ${bytes} bytes in ${Math.round(seconds)} seconds.`,
    { subject: url, remedy: 'Try again, another mirror, or another network.' },
  );
}
