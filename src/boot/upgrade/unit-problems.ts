import { mebibytesText } from '../../core/mebibytes.ts';
import type { PlanProblem } from '../../core/problem.ts';
import type { UpgradeJudgement } from './judge-units.ts';

/** What stands in the way of a jump: prepared units that are not carried, and too little space. */
export function unitProblems(
  judgement: UpgradeJudgement,
  { acceptRestarts }: { readonly acceptRestarts: boolean },
): readonly PlanProblem[] {
  const { units, neededBytes, freeBytes } = judgement;
  const problems: PlanProblem[] = units
    .filter(({ verdict }) => verdict !== 'carried')
    .map(({ unit, reasons }) => ({
      severity: acceptRestarts ? 'warning' : 'blocker',
      code: 'unit-restarts',
      text: `${unit} is not carried. ${reasons.map(({ text }) => text).join(' ')}`,
      remedy: `${reasons[0]?.remedy ?? ''} With --accept-restarts the others are carried all the same.`,
    }));
  if (neededBytes > freeBytes) {
    problems.push({
      severity: 'blocker',
      code: 'checkpoint-too-large',
      text: `The checkpoints take ${mebibytesText(neededBytes)}, but only ${mebibytesText(freeBytes)} are free.`,
      remedy: 'Free space, or choose another place with --to.',
    });
  }
  return problems;
}
