import { type Family, rulesOf } from '../families/family.ts';
import { describeInjection, type InjectionKind, takenKinds } from '../families/injection.ts';
import type { ImageFacts } from '../image/image-facts.ts';
import type { Expectation } from '../image/trust.ts';
import type { PlanProblem } from '../problem.ts';
import type { BootChoice } from './boot-plan.ts';

/** Whoever made an image that nobody vouches for would get the files. */
export function mayInject(expectation: Expectation, { inject }: BootChoice): boolean {
  return inject?.to === 'always' || (inject?.to === 'verified' && expectation.kind !== 'none');
}

/** What the family's scripts need to be told of the files in the initramfs. */
export function injectionParameters(
  family: Family,
  kinds: readonly InjectionKind[],
): readonly string[] {
  const { injects = {} } = rulesOf(family);
  return takenKinds(injects, kinds).flatMap((kind) => {
    const rule = injects[kind];
    return rule?.into === 'initramfs' ? (rule.parameter ?? []) : [];
  });
}

/** What the person wanted the live system to have, and it does not get. */
export function injectionProblems(
  { family }: ImageFacts,
  expectation: Expectation,
  choice: BootChoice,
): readonly PlanProblem[] {
  const { kinds = [] } = choice.inject ?? {};
  const taken = takenKinds(rulesOf(family).injects ?? {}, kinds);
  if (taken.length > 0 && !mayInject(expectation, choice)) {
    return [
      problem(
        `This live system does not get ${describeInjection(taken)}: its image is unverified.`,
        'If the image is your own, set webboot.inject=unverified.',
      ),
    ];
  }
  if (kinds.length === 0 || taken.length > 0) return [];
  return [
    problem(
      `This live system does not get ${describeInjection(kinds)}: it has no place for that.`,
      'See docs/compatibility.md for what each kind of live system takes.',
    ),
  ];
}

function problem(text: string, remedy: string): PlanProblem {
  return { severity: 'warning', code: 'not-injected', text, remedy };
}
