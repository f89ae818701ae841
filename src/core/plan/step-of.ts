import type { BootPlan, BootStep } from './boot-plan.ts';

export type StepOf<Op extends BootStep['op']> = Extract<BootStep, { op: Op }>;

/** The plan's step of that kind; a plan without blockers has one of each but `graft`. */
export function stepOf<Op extends BootStep['op']>(plan: BootPlan, op: Op): StepOf<Op> {
  const step = plan.steps.find((candidate): candidate is StepOf<Op> => candidate.op === op);
  if (step === undefined) throw new Error(`the plan has no step "${op}"`);
  return step;
}
