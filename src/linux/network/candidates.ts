import { findInterface } from '../../core/network/find-interface.ts';
import type { InterfaceFacts } from './interfaces.ts';
import { noInterface } from './network-errors.ts';
import type { NetworkSystem } from './network-system.ts';

/** A USB adapter takes the longest. */
const appearTimeoutMs = 10_000;
/** Drivers are loaded while webboot starts: on a slow machine, for longer than that. */
const longestMs = 60_000;
const appearPollMs = 100;

export interface CandidateOptions {
  /** The interfaces that there are now. */
  readonly look: () => Promise<readonly InterfaceFacts[]>;
  /** By the configuration: this one only. */
  readonly wanted: string | undefined;
  /** There are networks to be joined without a question. */
  readonly knowsWifi: boolean;
  readonly system: Pick<NetworkSystem, 'areDriversLoaded' | 'readMissingFirmware'>;
}

/** Waits for interfaces that the network may be behind. Throws `no-network` where none appears. */
export async function findCandidates({
  look,
  wanted,
  knowsWifi,
  system,
}: CandidateOptions): Promise<readonly string[]> {
  const begun = performance.now();
  for (;;) {
    const facts = await look();
    const chosen =
      wanted === undefined
        ? facts.filter(({ kind }) => kind === 'wired' || (knowsWifi && kind === 'wireless'))
        : [findInterface(facts, wanted)].filter((found) => found !== undefined);
    if (chosen.length > 0) return chosen.map(({ name }) => name);
    const waitedMs = performance.now() - begun;
    if (waitedMs > longestMs || (waitedMs > appearTimeoutMs && (await system.areDriversLoaded()))) {
      throw noInterface(wanted, facts, await system.readMissingFirmware());
    }
    await new Promise((resolve) => setTimeout(resolve, appearPollMs));
  }
}
