import { WebbootError } from '../errors.ts';
import type { ResponseHead } from './single-exchange.ts';
import type { TransportLimits } from './transport-options.ts';

/** The server has the file, and asks to be left alone for a while. */
export class BusyError extends WebbootError {
  /** As the server told it, not yet bounded. */
  readonly retryAfterMs: number | undefined;

  constructor(head: ResponseHead, retryAfterMs: number | undefined) {
    super('http-status', `${answererOf(head)} is busy (status ${head.status}).`, {
      subject: head.url,
      remedy: 'Try again later, or another mirror.',
      httpStatus: head.status,
    });
    this.retryAfterMs = retryAfterMs;
  }
}

/** Who answered, as far as that can be told: a proxy may have done so in the server's place. */
export function answererOf({ url, proxy }: ResponseHead): string {
  const { host } = new URL(url);
  return proxy === undefined ? host : `${host}, asked through the proxy ${proxy},`;
}

/** 429 and 503 (RFC 6585, section 4; RFC 9110, section 15.6.4), or another failure with Retry-After. */
export function busyError(head: ResponseHead): BusyError | undefined {
  const { status } = head;
  const retryAfterMs = status === 429 || status >= 500 ? readRetryAfter(head) : undefined;
  const isBusy = status === 429 || status === 503 || retryAfterMs !== undefined;
  return isBusy ? new BusyError(head, retryAfterMs) : undefined;
}

/**
 * Milliseconds to wait before a busy server is asked again: as long as it told, or twice as long
 * each time with a fifth more or less, so that not all machines of a room come back at once.
 */
export function busyWait(
  { retryAfterMs }: BusyError,
  tries: number,
  { busyFirstMs, busyWaitMaxMs }: TransportLimits,
): number {
  const wait = retryAfterMs ?? busyFirstMs * 2 ** tries * (0.8 + 0.4 * Math.random());
  // A server that says "at once" and means it not is not to be asked without a pause.
  return Math.min(busyWaitMaxMs, Math.max(wait, Math.min(busyFirstMs, 1_000)));
}

/** RFC 9110, section 10.2.3: seconds, or a date, which is held against the server's own clock. */
function readRetryAfter({ headers }: ResponseHead): number | undefined {
  const text = String(headers['retry-after'] ?? '').trim();
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000;
  const until = Date.parse(text);
  if (Number.isNaN(until)) return undefined;
  const now = Date.parse(String(headers.date ?? ''));
  return Math.max(0, until - (Number.isNaN(now) ? Date.now() : now));
}
