import type { ImageSource } from '../image/image-source.ts';
import type { PlanProblem } from '../problem.ts';
import type { BootPlan } from './boot-plan.ts';

/** Warnings that a release is older than it should be; without a person, the first ends a boot. */
export function ageProblems({
  outdated,
  aged,
}: Pick<ImageSource, 'outdated' | 'aged'>): readonly PlanProblem[] {
  if (outdated !== undefined) {
    return [
      {
        severity: 'warning',
        code: 'release-rollback',
        text: outdated,
        remedy: 'Try another mirror, or boot it if you want this older release.',
      },
    ];
  }
  if (aged === undefined) return [];
  return [
    {
      severity: 'warning',
      code: 'release-old',
      text: aged,
      remedy: 'Check the distribution’s website for a newer release.',
    },
  ];
}

/**
 * Why nothing boots without a person: a server may hold newer releases back. An image on this
 * machine was put there by somebody.
 */
export function rollbackOf({
  source,
  problems,
}: Pick<BootPlan, 'source' | 'problems'>): PlanProblem | undefined {
  if (source.location.kind === 'local') return undefined;
  return problems.find(({ code }) => code === 'release-rollback');
}
