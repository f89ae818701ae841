import { setTimeout as sleep } from 'node:timers/promises';

const mostMs = 30_000;
const lookEveryMs = 200;
/** Machines that have just got everything need a moment to say so. */
const quietLooks = 3;

/**
 * Waits until no machine is taking anything from here, 30 seconds at most. `waiting` tells how many
 * there are. Ends at once when the signal fires; never throws.
 */
export async function linger(waiting: () => number, signal: AbortSignal): Promise<void> {
  const end = performance.now() + mostMs;
  let quiet = 0;
  while (!signal.aborted && performance.now() < end && quiet < quietLooks) {
    quiet = waiting() === 0 ? quiet + 1 : 0;
    await sleep(lookEveryMs, undefined, { signal }).catch(() => {});
  }
}
