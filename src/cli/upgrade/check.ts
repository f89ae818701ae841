import type { UpgradeJudgement } from '../../boot/upgrade/judge-units.ts';
import { errorCodes } from '../../core/error-codes.ts';
import { jsonLine } from '../../core/printable.ts';
import { missingBytes } from '../../core/upgrade/checkpoint-space.ts';
import type { CliIo } from '../io.ts';
import { judgementText } from './judgement-text.ts';
import type { UpgradeTools } from './upgrade-tools.ts';

/** `webboot upgrade check`: reads only. */
export async function check(
  io: CliIo,
  { machine, upgrade }: UpgradeTools,
  request: {
    readonly names: readonly string[];
    readonly kernel?: string | undefined;
    readonly directory: string;
    readonly json: boolean;
  },
): Promise<number> {
  const { names, kernel, directory, json } = request;
  const [{ judgeUnits }, { kernelRelease }] = await Promise.all([
    import('../../boot/upgrade/judge-units.ts'),
    import('./kernel-release.ts'),
  ]);
  const target = kernel === undefined ? undefined : await kernelRelease(machine, kernel);
  const { judgement } = await judgeUnits(upgrade, { names, target, directory });
  io.stdout(json ? `${jsonLine(judgement)}\n` : judgementText(judgement));
  return statusOf(judgement);
}

function statusOf({ units, spaces }: UpgradeJudgement): number {
  if (units.some(({ verdict }) => verdict === 'restarts'))
    return errorCodes['unit-restarts'].status;
  return spaces.some((space) => missingBytes(space) > 0)
    ? errorCodes['checkpoint-too-large'].status
    : 0;
}
