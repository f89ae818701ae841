import type { ProblemCode } from './error-codes.ts';

/**
 * Expected obstacles, found before gigabytes move. A blocker stops the boot; a warning is shown
 * and leaves the choice to the person.
 */
export interface PlanProblem {
  readonly severity: 'blocker' | 'warning';
  readonly code: ProblemCode;
  readonly text: string;
  readonly remedy: string;
}

/** A list's blockers; the boot goes on only when there is none. */
export function blockersOf(problems: readonly PlanProblem[]): readonly PlanProblem[] {
  return problems.filter((problem) => problem.severity === 'blocker');
}
