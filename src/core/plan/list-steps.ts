import type { BootSteps } from './boot-plan.ts';

/** A step as it is printed and recorded. */
export type ListedStep =
  | { readonly [Op in keyof BootSteps]-?: { readonly op: Op } & BootSteps[Op] }[keyof BootSteps]
  | { readonly op: 'exec' };

/** A plan's steps in the order in which they run; the jump, which is given nothing, is the last. */
export function listSteps(steps: BootSteps): readonly ListedStep[] {
  const { reserve, acquire, verify, extract, graft, load } = steps;
  return [
    { op: 'reserve', ...reserve },
    { op: 'acquire', ...acquire },
    { op: 'verify', ...verify },
    { op: 'extract', ...extract },
    ...(graft === undefined ? [] : [{ op: 'graft' as const, ...graft }]),
    { op: 'load', ...load },
    { op: 'exec' },
  ];
}
