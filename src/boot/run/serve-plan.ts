import type { BootEvent } from '../../core/plan/boot-event.ts';
import type { BootPlan, RunnablePlan } from '../../core/plan/boot-plan.ts';
import { blockersOf, type PlanProblem } from '../../core/problem.ts';
import { WebbootError } from '../../errors.ts';
import type { Arriving } from '../arriving/arriving.ts';
import { reserve } from '../stages/reserve.ts';
import { isVerified } from '../stages/verify.ts';
import type { BootContext } from './boot-context.ts';
import { bringIn } from './bring-in.ts';
import { streamEvents } from './event-channel.ts';
import { describeFailure, problemError } from './failure.ts';
import type { ImageMemory } from './image-memory.ts';
import type { OfferContext } from './offer-medium.ts';
import { stageRunner } from './stage-runner.ts';

/** Whether the image could be booted here is of no interest to those that it is for. */
const inTheWay: ReadonlySet<PlanProblem['code']> = new Set([
  ...(['memory-too-small', 'reservation-missing', 'reservation-too-small'] as const),
  'unverified-image',
]);
const unwatched: Pick<Arriving, 'early' | 'onFront'> = {
  early: Promise.resolve(undefined),
  onFront: () => {},
};

/**
 * Brings a plan's image into memory as a boot does, and gives it to other machines instead of
 * starting it. Goes on until the context's signal fires, and ends with a `failed` event then, or
 * if it cannot be served; it does not throw. The image stays in memory.
 */
export async function* servePlan(
  shown: BootPlan,
  context: BootContext & OfferContext,
  memory: ImageMemory,
): AsyncGenerator<BootEvent> {
  const stages = stageRunner('reserve', context.signal);
  let release: (() => void) | undefined;
  try {
    const { offer, signal } = context;
    if (offer === undefined) throw notHere();
    const plan = refuseWhatStops(shown);
    release = yield* stages.run('reserve', () => reserve(plan.steps.reserve, context));
    const medium = yield* bringIn({ plan, arriving: unwatched, stages, memory }, context);
    if (!isVerified(medium)) throw unverified(plan);
    const inMemory = memory.hold(medium);
    yield* streamEvents((emit) =>
      offer(
        { source: plan.source, medium },
        { signal, onChange: (serving) => emit({ type: 'serving', serving, inMemory }) },
      ),
    );
    signal.throwIfAborted();
  } catch (error) {
    yield { type: 'failed', failure: describeFailure(error, stages.current()) };
  } finally {
    if (!memory.holds()) release?.();
  }
}

function refuseWhatStops(plan: BootPlan): RunnablePlan {
  const { steps } = plan;
  const blockers = blockersOf(plan.problems);
  const found = blockers.find(({ code }) => steps === undefined || inTheWay.has(code));
  if (found !== undefined) throw problemError(found);
  if (steps === undefined) throw new Error('a plan without steps has no blocker');
  return { ...plan, steps };
}

function notHere(): WebbootError {
  return new WebbootError('usage', 'Images cannot be served from here.', {
    remedy: 'On a running system, use "webboot serve".',
  });
}

function unverified({ source: { id, title } }: BootPlan): WebbootError {
  return new WebbootError('unverified-image', `${title} cannot be verified.`, {
    subject: id,
    remedy: 'Only verified images are given to others: choose one that is signed.',
  });
}
