import type { ImageFacts } from '../../core/image/image-facts.ts';
import type { BootPlan } from '../../core/plan/boot-plan.ts';
import { planBoot } from '../../core/plan/plan-boot.ts';
import { stepOf } from '../../core/plan/step-of.ts';
import type { Facts } from '../../ports/facts.ts';

/** Decides again, now that more of the same image is known, and how the machine is by now. */
export async function planFromFacts(
  plan: BootPlan,
  facts: ImageFacts,
  { machine }: { readonly machine: Facts },
): Promise<BootPlan> {
  return planBoot({
    source: plan.source,
    facts,
    expectation: stepOf(plan, 'verify').expectation,
    host: await machine.facts(),
    choice: plan.choice,
  });
}
