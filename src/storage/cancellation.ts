import { WebbootError } from '../errors.ts';

export function cancellation(signal: AbortSignal | undefined): WebbootError {
  return new WebbootError('cancelled', 'Cancelled.', { cause: signal?.reason });
}

/** The promise, or `cancelled` as soon as the signal fires; what runs behind it is not stopped. */
export async function orCancelled<T>(
  promise: Promise<T>,
  signal: AbortSignal | undefined,
): Promise<T> {
  if (signal === undefined) return promise;
  const cancelled = Promise.withResolvers<never>();
  const onAbort = () => cancelled.reject(cancellation(signal));
  signal.addEventListener('abort', onAbort, { once: true });
  if (signal.aborted) {
    onAbort();
  }
  try {
    return await Promise.race([promise, cancelled.promise]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
