import type { BootEvent } from '../../core/plan/boot-event.ts';
import type { BootPlan } from '../../core/plan/boot-plan.ts';
import { type Arriving, arrive } from '../arriving/arriving.ts';
import { keepCopy } from '../keep/keep-copy.ts';
import { exec } from '../stages/exec.ts';
import { type Extracted, extract } from '../stages/extract.ts';
import { graft } from '../stages/graft.ts';
import { load } from '../stages/load.ts';
import { reserve } from '../stages/reserve.ts';
import { isVerified } from '../stages/verify.ts';
import type { BootContext } from './boot-context.ts';
import { bringIn } from './bring-in.ts';
import { streamEvents } from './event-channel.ts';
import { describeFailure, refuseBlockers } from './failure.ts';
import type { ImageMemory } from './image-memory.ts';
import { passOn } from './pass-on.ts';
import { type StageRunner, stageRunner } from './stage-runner.ts';

/**
 * Carries a plan out, and tells everything in one stream. Each stage takes what the one before it
 * gave. Ends after the jump (which returns in dry runs only) or with a `failed` event; it does not
 * throw.
 */
export async function* executePlan(
  shown: BootPlan,
  context: BootContext,
  memory: ImageMemory,
): AsyncGenerator<BootEvent> {
  const stages = stageRunner('reserve', context.signal);
  let arriving: Arriving | undefined;
  let release: (() => void) | undefined;
  try {
    const plan = refuseBlockers(shown);
    release = yield* stages.run('reserve', () => reserve(plan.steps.reserve, context));
    arriving = arrive(plan, context);
    const medium = yield* bringIn({ plan, arriving, stages, memory }, context);
    if (plan.choice.keep === true && isVerified(medium)) {
      yield* streamEvents((emit) => keepCopy(plan.source, medium, context, emit));
    }
    const arrived = await arriving.open(medium);
    const extracted = yield* stages.run('extract', (emit) =>
      extract(plan, arrived, {
        emit,
        onChanged: (facts) => emit({ type: 'choose-again', facts, inMemory: memory.hold(medium) }),
      }),
    );
    const grafted = yield* graftStage(extracted, stages, context);
    const toLoad = yield* stages.run('load', (emit) => load(grafted, context, emit));
    yield* passOn(context);
    yield* stages.run('exec', (emit) => exec(toLoad, context, emit));
  } catch (error) {
    const stage = stages.current();
    // It is loaded by then, and nobody is to start it by accident.
    if (stage === 'exec') await context.machine.kexecUnload().catch(() => {});
    yield { type: 'failed', failure: describeFailure(error, stage) };
  } finally {
    // What was fetched may be written over by the next attempt.
    await context.swarms?.leave();
    await arriving?.stop();
    if (!memory.holds()) release?.();
  }
}

/** Not every image lacks something. */
async function* graftStage(extracted: Extracted, stages: StageRunner, context: BootContext) {
  const step = extracted.plan.steps.graft;
  if (step === undefined) return { ...extracted, archive: undefined };
  return yield* stages.run('graft', (emit) => graft(step, extracted, context, emit));
}
