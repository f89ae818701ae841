import { WebbootError } from '../errors.ts';
import { askedAgainIn } from './ask-mirrors.ts';
import { BusyError } from './busy-error.ts';
import { progressBytes } from './deadline.ts';
import type { Mirror, MirrorSet } from './mirror-set.ts';

export interface FailedRequest {
  readonly mirror: Mirror;
  /** What came before it failed, in bytes and in milliseconds. */
  readonly bytes: number;
  readonly took: number;
}

/**
 * Lets a mirror rest, or drops it, after a connection to it has failed, and says so. A cancelled one
 * says nothing of its mirror. Throws what is no WebbootError.
 */
export function noteFailure(
  mirrors: MirrorSet,
  { mirror, bytes, took }: FailedRequest,
  error: unknown,
  onNote: (text: string) => void,
): void {
  if (!(error instanceof WebbootError)) throw error;
  if (bytes >= progressBytes) mirrors.progress(mirror, bytes, took);
  if (error.code === 'cancelled') return;
  const now = performance.now();
  const { notBefore } = mirror;
  if (mirrors.fail(mirror, error, now)) onNote(`Mirror dropped: ${error.message}`);
  else if (!(error instanceof BusyError)) onNote(`Resuming: ${error.message}`);
  // Its other connection may have been told the same, and has said so.
  else if (mirror.notBefore !== notBefore) {
    onNote(`${error.message} ${askedAgainIn(mirror.notBefore - now)}`);
  }
}
