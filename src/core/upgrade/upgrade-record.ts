import type { ArmedUpgrade } from './armed.ts';
import type { FreezeMarks } from './freeze-parts.ts';
import type { UnitVerdict } from './judge-unit.ts';

/** How a unit came through: with its processes, or with new ones. */
export type Level = 'restored' | 'restarted' | 'failed';

export interface UnitOutcome {
  readonly unit: string;
  readonly level: Level;
}

/** What is known of the last upgrade, before the jump and after it. */
export interface UpgradeRecord {
  /** ISO 8601. */
  readonly at: string;
  readonly from: string;
  readonly to: string;
  readonly state: 'jumped' | 'arrived' | 'came-back' | 'abandoned' | 'interrupted';
  readonly planned: readonly Pick<UnitVerdict, 'unit' | 'verdict'>[];
  readonly marks: FreezeMarks;
  readonly outcomes?: readonly UnitOutcome[];
  /** From the lock to its end. */
  readonly freezeMs?: number;
}

/** What the state of an upgrade is, by the kernel that runs now. */
export function stateNow(
  { from, target }: Pick<ArmedUpgrade, 'from' | 'target'>,
  now: { readonly running: string; readonly tried: boolean; readonly restored: boolean },
): UpgradeRecord['state'] {
  // A boot that began to restore and was cut off leaves the upgrade tried, and this boot without results.
  if (now.tried && !now.restored) return 'interrupted';
  if (!now.tried) return 'abandoned';
  if (now.running === target) return 'arrived';
  return now.running === from ? 'came-back' : 'abandoned';
}
