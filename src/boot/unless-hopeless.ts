import type { BootPlan } from '../core/boot-plan.ts';
import { blockersOf } from '../core/problem.ts';
import type { BootContext } from './boot-context.ts';
import { problemError } from './failure.ts';
import type { ArrivingInspection } from './inspect-arriving.ts';
import { planFromFacts } from './plan-from-facts.ts';

/**
 * Carries an acquisition on for as long as what has come says that the image can be booted: nobody
 * is to wait for gigabytes to be told that no driver is to be had. Nothing of it is verified by
 * then; for giving up it need not be.
 */
export async function unlessHopeless<T>(
  plan: BootPlan,
  inspection: Pick<ArrivingInspection, 'early'>,
  context: Pick<BootContext, 'machine' | 'signal'>,
  acquire: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const hopeless = new AbortController();
  const watch = async () => {
    const facts = await inspection.early();
    if (facts === undefined) return;
    const [blocker] = blockersOf((await planFromFacts(plan, facts, context)).problems);
    if (blocker !== undefined) hopeless.abort(problemError(blocker));
  };
  // What goes wrong here goes wrong again when all of the image is there, and is told then.
  watch().catch(() => {});
  try {
    return await acquire(AbortSignal.any([context.signal, hopeless.signal]));
  } catch (error) {
    const gaveUp = hopeless.signal.aborted && !context.signal.aborted;
    throw gaveUp ? hopeless.signal.reason : error;
  }
}
