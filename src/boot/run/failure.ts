import type { FailureReport } from '../../core/plan/boot-event.ts';
import type { BootPlan, RunnablePlan } from '../../core/plan/boot-plan.ts';
import type { EntryDifference } from '../../core/plan/shown-entry.ts';
import type { Stage } from '../../core/plan/stage.ts';
import { blockersOf, type PlanProblem } from '../../core/problem.ts';
import { FormatError, WebbootError } from '../../errors.ts';

/** What the screen, the log and the JSON lines say of an error. */
export function describeFailure(error: unknown, stage: Stage): FailureReport {
  if (error instanceof WebbootError) {
    return {
      code: error.code,
      stage,
      message: error.message,
      ...(error.subject === undefined ? {} : { subject: error.subject }),
      ...(error.remedy === undefined ? {} : { remedy: error.remedy }),
      ...(error instanceof ChangedEntryError ? { differences: error.differences } : {}),
    };
  }
  if (error instanceof FormatError) {
    return {
      code: 'damaged-image',
      stage,
      message: error.message,
      remedy:
        'The image is damaged or has an unknown format: download it again, or choose another.',
    };
  }
  if (error instanceof DOMException && error.name === 'AbortError') {
    return { code: 'cancelled', stage, message: 'Cancelled.' };
  }
  const bug = error instanceof Error ? error : new Error(String(error));
  return {
    code: 'bug',
    stage,
    message: `This is a fault in webboot: ${bug.message}`,
    remedy: 'Please report this with the log. Nothing was booted.',
    ...(bug.stack === undefined ? {} : { stack: bug.stack }),
  };
}

export function problemError(problem: PlanProblem): WebbootError {
  return new WebbootError(problem.code, problem.text, { remedy: problem.remedy });
}

/** Throws the first thing that stands in a plan's way. */
export function refuseBlockers(plan: BootPlan): RunnablePlan {
  const [blocker] = blockersOf(plan.problems);
  if (blocker !== undefined) throw problemError(blocker);
  const { steps } = plan;
  if (steps === undefined) throw new Error('a plan has neither steps nor a blocker');
  return { ...plan, steps };
}

class ChangedEntryError extends WebbootError {
  readonly differences: readonly EntryDifference[];

  constructor(differences: readonly EntryDifference[]) {
    const what = differences.map((difference) => difference.what).join(', ');
    super('entry-changed', `The image does not have what was shown before the download: ${what}.`, {
      remedy:
        "Choose again from the image's real menu. If this happens again, use another mirror: this one sent different data before.",
    });
    this.differences = differences;
  }
}

export function changedEntryError(differences: readonly EntryDifference[]): WebbootError {
  return new ChangedEntryError(differences);
}
