import { setTimeout as sleep } from 'node:timers/promises';
import type { HostFacts } from '../core/machine/host-facts.ts';

/** Half a minute: an emulated machine that is busy takes ten seconds for its drivers. */
const looks = 300;
const betweenLooksMs = 100;

/**
 * Facts that wait for the device of memory that the command line sets aside: drivers are loaded
 * beside the menu, and a quick person asks before they are there. That is waited for once.
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

/** `memmap=SIZE!START` (admin-guide/kernel-parameters) without its /dev/pmem0. */
function isPending({ pmem, cmdline }: HostFacts): boolean {
  return pmem.length === 0 && /(?:^|\s)memmap=\S*!/.test(cmdline);
}
