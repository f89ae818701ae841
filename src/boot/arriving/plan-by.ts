import type { ImageFacts } from '../../core/image/image-facts.ts';
import type { BootPlan } from '../../core/plan/boot-plan.ts';
import { planBoot } from '../../core/plan/plan-boot.ts';
import { stepOf } from '../../core/plan/step-of.ts';
import type { Facts } from '../../ports/facts.ts';

export type PlanBy = (facts: ImageFacts) => Promise<BootPlan>;

/**
 * Decides again, by more facts of the same image, and how the machine is by now. `heldBytes` are
 * those of copies that the plan makes room for: they are not to count twice.
 */
export function planBy(plan: BootPlan, machine: Facts, heldBytes: () => number): PlanBy {
  return async (facts) => {
    const host = await machine.facts();
    return planBoot({
      source: plan.source,
      facts,
      expectation: stepOf(plan, 'verify').expectation,
      host: { ...host, availableBytes: host.availableBytes + heldBytes() },
      choice: plan.choice,
      ...(plan.inMemory === undefined ? {} : { inMemory: plan.inMemory }),
    });
  };
}
