import { mebibytesText } from '../../core/mebibytes.ts';
import type { PlanProblem } from '../../core/problem.ts';
import { missingBytes } from '../../core/upgrade/checkpoint-space.ts';
import type { UpgradeJudgement } from './judge-units.ts';

/** What stands in the way of a jump: prepared units that are not carried, and too little space. */
export function unitProblems(
  judgement: UpgradeJudgement,
  { acceptRestarts }: { readonly acceptRestarts: boolean },
): readonly PlanProblem[] {
  const { units, spaces } = judgement;
  const problems: PlanProblem[] = units
    .filter(({ verdict }) => verdict !== 'carried')
    .map(({ unit, reasons }) => ({
      severity: acceptRestarts ? 'warning' : 'blocker',
      code: 'unit-restarts',
      text: `${unit} is not carried. ${reasons.map(({ text }) => text).join(' ')}`,
      remedy: `${reasons[0]?.remedy ?? ''} With --accept-restarts the others are carried all the same.`,
    }));
  for (const [index, space] of spaces.entries()) {
    const missing = missingBytes(space);
    if (missing === 0) continue;
    problems.push({
      severity: 'blocker',
      code: 'checkpoint-too-large',
      text: `The checkpoints in ${space.path} take ${mebibytesText(space.neededBytes)}, but only ${mebibytesText(space.freeBytes)} are free there: ${missing} bytes are missing.`,
      // Where podman keeps its checkpoints cannot be chosen.
      remedy: index === 0 ? 'Free space, or choose another place with --to.' : 'Free space there.',
    });
  }
  return problems;
}
