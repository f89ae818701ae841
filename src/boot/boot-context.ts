import type { Machine, Network } from '../ports.ts';
import type { Clock } from '../verify/clock.ts';
import type { Keyring } from '../verify/keyring.ts';

/** What the stages act through; injected, so that tests and dry runs bring their own. */
export interface BootContext {
  readonly machine: Machine;
  readonly network: Network;
  readonly keyring: Keyring;
  readonly clock: () => Clock;
  readonly signal: AbortSignal;
}
