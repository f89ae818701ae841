import { setTimeout as sleep } from 'node:timers/promises';

const lookEveryMs = 50;
/** Machines that start together find each other before the first of them asks the origin. */
const leastMs = 600;
/** While others still come, they are waited for. */
const quietMs = 300;
const mostMs = 3_000;
/** Whoever has been found, and is too busy to answer, is waited for a little longer. */
const mostForAnswersMs = 8_000;

export interface Arrivals {
  /** Milliseconds since this machine came. */
  readonly waited: number;
  /** Milliseconds since the last other machine was met; undefined if none was. */
  readonly sinceLast: number | undefined;
  /** Machines that were found, and have not answered yet. */
  readonly unanswered: number;
}

/** Whether this machine knows the others well enough to take its part of the work. */
export function hasSettled({ waited, sinceLast, unanswered }: Arrivals): boolean {
  if (unanswered > 0) return waited >= mostForAnswersMs;
  if (waited >= mostMs) return true;
  return waited >= leastMs && (sinceLast === undefined || sinceLast >= quietMs);
}

/** Waits until this machine has met those that are here. Ends at once when the signal fires; never throws. */
export async function settleIn(
  { met, unanswered }: { readonly met: () => number; readonly unanswered: () => number },
  signal: AbortSignal,
): Promise<void> {
  const begun = performance.now();
  let known = 0;
  let last: number | undefined;
  for (;;) {
    const now = performance.now();
    const count = met();
    if (count > known) last = now;
    known = count;
    const sinceLast = last === undefined ? undefined : now - last;
    if (signal.aborted || hasSettled({ waited: now - begun, sinceLast, unanswered: unanswered() }))
      return;
    await sleep(lookEveryMs, undefined, { signal }).catch(() => {});
  }
}
