import { setTimeout as sleep } from 'node:timers/promises';
import type { HostFacts } from '../core/machine/host-facts.ts';

/** Half a minute: an emulated machine that is busy takes ten seconds for its drivers. */
const looks = 300;
const betweenLooksMs = 100;

/**
 * Facts that wait for the device of memory that is set aside: drivers are loaded while the menu
 * is there already, and a quick person asks before they are there. That is waited for once.
 */
export function settledFacts(
  read: () => Promise<HostFacts>,
  pauseMs = betweenLooksMs,
): () => Promise<HostFacts> {
  let settled: Promise<void> | undefined;
  const settle = async () => {
    for (let look = 0; look < looks && isPending(await read()); look += 1) await sleep(pauseMs);
  };
  return async () => {
    const facts = await read();
    if (!isPending(facts)) return facts;
    settled ??= settle();
    await settled;
    return read();
  };
}

/** Memory is set aside, and its /dev/pmem0 is not there. */
function isPending({ pmem, ownRegions }: HostFacts): boolean {
  return pmem.length === 0 && ownRegions.length > 0;
}
