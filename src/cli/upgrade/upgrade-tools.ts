import type { Machine } from '../../ports/machine.ts';
import type { UpgradeMachine } from '../../ports/upgrade.ts';

/** What the actions of `webboot upgrade` act through. */
export interface UpgradeTools {
  readonly machine: Machine;
  readonly upgrade: UpgradeMachine;
}
