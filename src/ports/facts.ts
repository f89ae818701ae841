import type { HostFacts } from '../core/machine/host-facts.ts';

/** What the machine is and has: memory, firmware, lockdown, pmem devices. */
export interface Facts {
  facts(): Promise<HostFacts>;
}
