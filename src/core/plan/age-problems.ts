import type { ImageSource } from '../image/image-source.ts';
import type { PlanProblem } from '../problem.ts';

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
      remedy: 'Look at the distribution’s page for a newer release.',
    },
  ];
}
