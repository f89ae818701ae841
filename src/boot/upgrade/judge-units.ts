import { checkpointSpaces, type Space } from '../../core/upgrade/checkpoint-space.ts';
import { estimateFreeze } from '../../core/upgrade/freeze.ts';
import { judgeUnit, type UnitVerdict } from '../../core/upgrade/judge-unit.ts';
import type { UnitFacts, UpgradeHost } from '../../core/upgrade/unit-facts.ts';
import type { UpgradeSource } from '../../ports/upgrade.ts';

/** What a jump would mean for the units, as `check` prints it and `upgrade` obeys it. */
export interface UpgradeJudgement {
  readonly from: string;
  readonly to: string;
  readonly units: readonly UnitVerdict[];
  /** For the checkpoints of what is carried, on each file system: first that of the units. */
  readonly spaces: readonly Space[];
  readonly liveUpdate: boolean;
  readonly watchdogMayEnd: boolean;
  /** Absent if it cannot be estimated. */
  readonly freezeSeconds?: number;
}

export interface Judged {
  readonly judgement: UpgradeJudgement;
  readonly facts: readonly UnitFacts[];
  readonly host: UpgradeHost;
}

/** Reads only. Without names, the units that "prepare" listed. */
export async function judgeUnits(
  source: UpgradeSource,
  request: {
    readonly names: readonly string[];
    readonly target: string | undefined;
    readonly directory: string;
  },
): Promise<Judged> {
  const names = request.names.length > 0 ? request.names : await source.preparedUnits();
  const [facts, host] = await Promise.all([source.units(names), source.host(request)]);
  const judged = facts.map((one) => ({ facts: one, unit: judgeUnit(one, host) }));
  const units = judged.map(({ unit }) => unit);
  const checkpoints = judged
    .filter(({ unit }) => unit.verdict === 'carried')
    .map(({ facts: { container }, unit: { bytes } }) => ({
      storage: container?.storage ?? host.storage,
      bytes,
    }));
  const bytes = checkpoints.reduce((sum, one) => sum + one.bytes, 0);
  const freezeSeconds = estimateFreeze(bytes, host);
  return {
    facts,
    host,
    judgement: {
      from: host.running,
      to: host.target,
      units,
      spaces: checkpointSpaces(host.storage, checkpoints),
      liveUpdate: host.liveUpdate,
      watchdogMayEnd: host.watchdogMayEnd,
      ...(freezeSeconds === undefined ? {} : { freezeSeconds }),
    },
  };
}
