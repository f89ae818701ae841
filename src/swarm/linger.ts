import { setTimeout as sleep } from 'node:timers/promises';
import type { LingerOptions } from '../ports/swarm.ts';

/** The machines that are connected. */
export interface Others {
  /** They have not everything. */
  readonly behind: number;
  /** Those of them that have asked for something lately: a machine that hangs is not waited for. */
  readonly taking: number;
}

/** In several swarms. */
export function sumOfOthers(all: readonly Others[]): Others {
  const sum = (key: keyof Others) => all.reduce((total, others) => total + others[key], 0);
  return { behind: sum('behind'), taking: sum('taking') };
}

const lookEveryMs = 200;
/** Whoever has just got a piece needs a moment to ask for the next one. */
const quietLooks = 3;

/** Waits until no machine takes anything from here, 30 seconds at most. Ends at once when the signal fires; never throws. */
export async function linger(
  look: () => Others,
  { signal, onWait = () => {} }: LingerOptions,
  mostMs = 30_000,
): Promise<void> {
  const begun = performance.now();
  let reported = Number.POSITIVE_INFINITY;
  let quiet = 0;
  for (let now = begun; !signal.aborted && now - begun < mostMs; now = performance.now()) {
    const { behind, taking } = look();
    quiet = taking === 0 ? quiet + 1 : 0;
    if (behind === 0 || quiet >= quietLooks) return;
    const secondsLeft = Math.ceil((mostMs - (now - begun)) / 1000);
    if (taking > 0 && secondsLeft < reported) {
      reported = secondsLeft;
      onWait({ machines: taking, secondsLeft });
    }
    await sleep(lookEveryMs, undefined, { signal }).catch(() => {});
  }
}
