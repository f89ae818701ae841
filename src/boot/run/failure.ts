import type { FailureReport } from '../../core/plan/boot-event.ts';
import type { Stage } from '../../core/plan/stage.ts';
import type { PlanProblem } from '../../core/problem.ts';
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
    };
  }
  if (error instanceof FormatError) {
    return {
      code: 'damaged-image',
      stage,
      message: error.message,
      remedy: 'The image is damaged or of an unknown form: download it again, or choose another.',
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
    remedy: 'Please report it with the log; nothing was booted.',
    ...(bug.stack === undefined ? {} : { stack: bug.stack }),
  };
}

export function problemError(problem: PlanProblem): WebbootError {
  return new WebbootError(problem.code, problem.text, { remedy: problem.remedy });
}
