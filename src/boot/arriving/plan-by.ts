import type { ImageFacts } from '../../core/image/image-facts.ts';
import type { BootPlan, RunnablePlan } from '../../core/plan/boot-plan.ts';
import { planBoot } from '../../core/plan/plan-boot.ts';
import type { Facts } from '../../ports/facts.ts';

/** `entry` is that of the plan's choice unless it is given. */
export type PlanBy = (facts: ImageFacts, entry?: string) => Promise<BootPlan>;

/**
 * Decides again, by more facts of the same image, and how the machine is by now. `heldBytes` are
 * those of copies that the plan makes room for: they are not to count twice.
 */
export function planBy(plan: RunnablePlan, machine: Facts, heldBytes: () => number): PlanBy {
  return async (facts, entry) => {
    const host = await machine.facts();
    return planBoot({
      source: plan.source,
      facts,
      expectation: plan.steps.verify.expectation,
      host: { ...host, availableBytes: host.availableBytes + heldBytes() },
      choice: entry === undefined ? plan.choice : { ...plan.choice, entry },
      ...(plan.inMemory === undefined ? {} : { inMemory: plan.inMemory }),
    });
  };
}
