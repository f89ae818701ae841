import type { BootEvent } from '../../core/plan/boot-event.ts';
import type { RunnablePlan } from '../../core/plan/boot-plan.ts';
import type { Arriving } from '../arriving/arriving.ts';
import { unlessHopeless } from '../arriving/unless-hopeless.ts';
import { noteRelease } from '../catalogue/seen-release.ts';
import { acquire } from '../stages/acquire.ts';
import { type BootableMedium, isVerified, verify } from '../stages/verify.ts';
import type { BootContext } from './boot-context.ts';
import type { ImageMemory } from './image-memory.ts';
import type { StageRunner } from './stage-runner.ts';

/** The image, in memory and judged: brought in, or there already from the boot before. */
export async function* bringIn(
  {
    plan,
    arriving,
    stages,
    memory,
  }: {
    readonly plan: RunnablePlan;
    readonly arriving: Pick<Arriving, 'early' | 'onFront'>;
    readonly stages: StageRunner;
    readonly memory: ImageMemory;
  },
  context: BootContext,
): AsyncGenerator<BootEvent, BootableMedium> {
  const { source, choice, steps } = plan;
  const held = memory.find(plan.inMemory, plan.device);
  if (held !== undefined) {
    arriving.onFront(held.bytes);
    yield { type: 'trust', trust: held.trust };
    return held;
  }
  memory.forget();
  const { expectation } = steps.verify;
  const { early, onFront } = arriving;
  const acquired = yield* stages.run('acquire', (emit) =>
    unlessHopeless(early, context, (signal) =>
      acquire(steps.acquire, expectation, { ...context, signal }, { emit, onFront }),
    ),
  );
  const judgement = { expectation, id: source.id, acceptUnverified: choice.acceptUnverified };
  const medium = yield* stages.run('verify', () => verify(acquired, judgement, context));
  yield { type: 'trust', trust: medium.trust };
  if (isVerified(medium)) await noteRelease(source, medium, context.releases);
  return medium;
}
