import type { BootPlan } from '../core/boot-plan.ts';
import type { ImageFacts } from '../core/image-facts.ts';
import { planBoot } from '../core/plan-boot.ts';
import type { Machine } from '../ports.ts';
import { stepOf } from './step-of.ts';

/** Decides again, now that more of the same image is known, and how the machine is by now. */
export async function planFromFacts(
  plan: BootPlan,
  facts: ImageFacts,
  { machine }: { readonly machine: Pick<Machine, 'facts'> },
): Promise<BootPlan> {
  return planBoot({
    source: plan.source,
    facts,
    expectation: stepOf(plan, 'verify').expectation,
    host: await machine.facts(),
    choice: plan.choice,
  });
}
