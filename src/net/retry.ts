import { setTimeout as sleep } from 'node:timers/promises';
import { errorCodes } from '../core/error-codes.ts';
import { WebbootError } from '../errors.ts';
import { cancellation } from '../storage/cancellation.ts';
import { BusyError } from './busy-error.ts';
import type { TransportLimits } from './transport-options.ts';

/** Whether the same request on the same server may succeed a moment later. */
export function mayPass(error: unknown): boolean {
  if (!(error instanceof WebbootError)) return false;
  const { code, httpStatus } = error;
  // A server that sends no parts says so by its 200; any other unusable answer may be one backend's.
  if (code === 'range-unsupported') return httpStatus !== 200 && httpStatus !== 203;
  return errorCodes[code].passing === true || isBusy(httpStatus);
}

// 429 and 5xx are about the server's state; other statuses are about the file.
function isBusy(httpStatus = 0): boolean {
  return httpStatus === 429 || httpStatus >= 500;
}

export function backoffDelay(limits: TransportLimits, attempt: number): number {
  return Math.min(limits.backoffMaxMs, limits.backoffMs * 2 ** attempt);
}

/**
 * Tries a request a few times while its errors are of the passing kind, but begins no new try when
 * `smallMs` are over. A server that is busy is not asked again that soon.
 */
export async function withRetries<T>(
  limits: TransportLimits,
  signal: AbortSignal | undefined,
  act: () => Promise<T>,
): Promise<T> {
  const begun = performance.now();
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await act();
    } catch (error) {
      const over = attempt + 1 >= limits.attempts || performance.now() - begun >= limits.smallMs;
      if (over || error instanceof BusyError || !mayPass(error)) throw error;
    }
    await rest(backoffDelay(limits, attempt), signal);
  }
}

/** Throws `cancelled` as soon as the signal fires. */
export async function rest(ms: number, signal: AbortSignal | undefined): Promise<void> {
  await sleep(ms, undefined, signal && { signal }).catch(() => {
    throw cancellation(signal);
  });
}

/** One error for several mirrors' ones: their common code, or `all-mirrors-failed`. */
export function joinMirrorErrors(errors: readonly WebbootError[]): WebbootError {
  const [first] = errors;
  if (first !== undefined && errors.length === 1) return first;
  const common = first !== undefined && errors.every((error) => error.code === first.code);
  return new WebbootError(
    common ? first.code : 'all-mirrors-failed',
    errors.map((error) => error.message).join(' ') || 'There is no mirror to ask.',
    {
      subject: errors.map((error) => error.subject).join(' '),
      remedy: first?.remedy ?? 'Give at least one URL.',
      cause: new AggregateError(errors),
    },
  );
}
