import type { BootPlan } from '../../core/plan/boot-plan.ts';
import { blockersOf, type PlanProblem } from '../../core/problem.ts';
import type { BootContext } from '../run/boot-context.ts';
import { problemError } from '../run/failure.ts';

/** What another choice mends, from the menu that the verified image turns out to have. */
const mended: ReadonlySet<PlanProblem['code']> = new Set(['unknown-entry', 'entry-changed']);

/**
 * Carries an acquisition on for as long as what has come says that the image can be booted: nobody
 * is to wait for gigabytes to be told that no driver is to be had. Nothing of it is verified by
 * then; for giving up it need not be.
 */
export async function unlessHopeless<T>(
  early: Promise<BootPlan | undefined>,
  context: Pick<BootContext, 'signal'>,
  acquire: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const hopeless = new AbortController();
  const watch = async () => {
    const blocker = blockersOf((await early)?.problems ?? []).find(({ code }) => !mended.has(code));
    if (blocker !== undefined) hopeless.abort(problemError(blocker));
  };
  void watch();
  try {
    return await acquire(AbortSignal.any([context.signal, hopeless.signal]));
  } catch (error) {
    const gaveUp = hopeless.signal.aborted && !context.signal.aborted;
    throw gaveUp ? hopeless.signal.reason : error;
  }
}
