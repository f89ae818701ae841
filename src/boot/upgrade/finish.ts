import type { FreezeMarks } from '../../core/upgrade/freeze-parts.ts';
import {
  stateNow,
  type UnitOutcome,
  type UpgradeRecord,
} from '../../core/upgrade/upgrade-record.ts';
import { FormatError } from '../../errors.ts';
import type { UpgradeMachine } from '../../ports/upgrade.ts';

/**
 * The end of an upgrade, under whatever kernel came up: what could not be restored starts afresh,
 * the network is free again, and the checkpoints, which hold secrets, are wiped. Undefined if there
 * was none, or one that was cut off before the jump.
 */
export async function finishUpgrade(
  upgrade: UpgradeMachine,
  now: { readonly running: string; readonly clock: () => number },
): Promise<UpgradeRecord | undefined> {
  const found = await upgrade.found();
  if (found === undefined) {
    const left = await upgrade.leftOver();
    if (left === undefined) return undefined;
    // What the next boot was told may be there, and damaged.
    await upgrade.disarm();
    await upgrade.wipe(left);
    return undefined;
  }
  const { units, directory, from, target } = found.upgrade;
  await upgrade.unlock();
  const freedAt = found.marks.freed ?? now.clock();
  await upgrade.disarm();
  const outcomes: UnitOutcome[] = [];
  // Reloads systemd, for which the units are their own again.
  await upgrade.unshield(units);
  for (const unit of units) {
    const restored = found.restored.has(unit) && (await upgrade.isActive(unit));
    // In a boot that did not try, each has started by itself.
    const started = restored || (!found.triedNow && (await upgrade.isActive(unit)));
    const level = restored
      ? 'restored'
      : started || (await upgrade.startAfresh(unit))
        ? 'restarted'
        : 'failed';
    outcomes.push({ unit, level });
  }
  const last = await lastIfWhole(upgrade);
  const state = stateNow(found.upgrade, {
    running: now.running,
    tried: found.tried,
    restored: found.triedNow,
  });
  const marks: FreezeMarks = { ...last?.marks, ...found.marks, freed: freedAt };
  const record: UpgradeRecord = {
    at: new Date(freedAt).toISOString(),
    from,
    to: target,
    state,
    planned: last?.planned ?? [],
    marks,
    outcomes,
    ...(marks.locked === undefined ? {} : { freezeMs: freedAt - marks.locked }),
  };
  try {
    await upgrade.keep(record);
  } finally {
    await upgrade.wipe(directory);
  }
  return record;
}

/** A damaged record must not keep the secrets from being wiped; it is replaced. */
async function lastIfWhole(
  upgrade: Pick<UpgradeMachine, 'last'>,
): Promise<UpgradeRecord | undefined> {
  try {
    return await upgrade.last();
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    return undefined;
  }
}
