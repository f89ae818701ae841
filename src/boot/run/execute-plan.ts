import { version } from '../../build-info.ts';
import { locationText } from '../../core/image/image-location.ts';
import type { Trust } from '../../core/image/trust.ts';
import type { BootEvent } from '../../core/plan/boot-event.ts';
import type { BootPlan } from '../../core/plan/boot-plan.ts';
import type { Stage } from '../../core/plan/stage.ts';
import { stepOf } from '../../core/plan/step-of.ts';
import { blockersOf } from '../../core/problem.ts';
import { openIso } from '../../formats/iso9660/open-iso.ts';
import type { Medium } from '../../ports/random-access.ts';
import { type Preparation, prepareBoot } from '../arriving/prepare-boot.ts';
import { unlessHopeless } from '../arriving/unless-hopeless.ts';
import { keepCopy } from '../keep/keep-copy.ts';
import { type BootRecord, keepBootRecord } from '../kexec/boot-record.ts';
import { acquire } from '../stages/acquire.ts';
import { exec } from '../stages/exec.ts';
import { extract, type TargetImages } from '../stages/extract.ts';
import { graft } from '../stages/graft.ts';
import { load } from '../stages/load.ts';
import { reserve } from '../stages/reserve.ts';
import { verify } from '../stages/verify.ts';
import type { BootContext } from './boot-context.ts';
import { type Emit, streamEvents } from './event-channel.ts';
import { describeFailure, problemError } from './failure.ts';

/**
 * Carries a plan out, and tells everything in one stream. Ends after the jump (which returns in
 * dry runs only) or with a `failed` event; it does not throw.
 */
export async function* executePlan(
  plan: BootPlan,
  context: BootContext,
): AsyncGenerator<BootEvent> {
  let stage: Stage = 'reserve';
  let loaded = false;
  let preparation: Preparation | undefined;
  async function* run<T>(
    name: Stage,
    work: (emit: Emit) => Promise<T>,
  ): AsyncGenerator<BootEvent, T> {
    stage = name;
    context.signal.throwIfAborted();
    yield { type: 'stage', stage, state: 'begin' };
    const result = yield* streamEvents(work);
    yield { type: 'stage', stage, state: 'end' };
    return result;
  }
  try {
    refuseBlockers(plan);
    yield* run('reserve', () => reserve(stepOf(plan, 'reserve'), context));
    const { expectation } = stepOf(plan, 'verify');
    const acquisition = stepOf(plan, 'acquire');
    const { device, choice } = plan;
    const { bytes } = acquisition;
    preparation = prepareBoot(plan, bytes, context);
    const { onFront, early, files } = preparation;
    const digest = yield* run('acquire', (emit) =>
      unlessHopeless(early, context, (signal) =>
        acquire(acquisition, expectation, { ...context, signal }, { emit, onFront }),
      ),
    );
    const trust = yield* run('verify', () => verify(expectation, digest, context));
    yield { type: 'trust', trust };
    if (choice.keep === true && trust.kind !== 'unverified') {
      const image = { device, bytes, expectation };
      yield* streamEvents((emit) => keepCopy(plan, image, context, emit));
    }
    const medium = await openVerified(plan, context);
    try {
      const tree = await openIso(medium);
      const { plan: planVerified, rootFileSystems, modulePlaces } = preparation;
      const known = yield* run('extract', () => planVerified(medium));
      yield { type: 'plan', plan: known };
      refuseBlockers(known);
      const target = stepOf(known, 'extract');
      const images: TargetImages = await extract(target, tree);
      const grafting = known.steps.find((step) => step.op === 'graft');
      const archive =
        grafting === undefined
          ? undefined
          : yield* run('graft', async (emit) => {
              const fileSystems = await rootFileSystems(tree);
              const places = await modulePlaces(grafting);
              const sources = { tree, fileSystems, places, device };
              const { initrds } = images;
              return graft({ ...sources, step: grafting, image: medium, initrds }, context, emit);
            });
      const { cmdline } = stepOf(known, 'load');
      const record = () =>
        keepBootRecord(recordOf(known, trust, cmdline), known, medium.size, context.machine);
      yield* run('load', (emit) =>
        load(
          {
            images,
            graft: archive,
            cmdline,
            record,
            heldBytes: files.heldBytes,
            kernel: () => files.kernel(target, images),
            files: () => files.files(target, images, archive, context.signal),
          },
          context,
          emit,
        ),
      );
      loaded = true;
    } finally {
      await medium.close();
    }
    yield* run('exec', (emit) => exec(context, emit));
  } catch (error) {
    if (loaded) await context.machine.kexecUnload().catch(() => {});
    yield { type: 'failed', failure: describeFailure(error, stage) };
  } finally {
    await preparation?.stop();
  }
}

function recordOf(plan: BootPlan, trust: Trust, cmdline: string): BootRecord {
  const { id, title, location } = plan.source;
  return {
    webboot: version,
    at: new Date().toISOString(),
    image: { id, title, location: locationText(location) },
    trust,
    entry: plan.entry?.title ?? '',
    cmdline,
    reservation: plan.reservation,
    steps: plan.steps.map(({ op }) => op),
  };
}

/** The medium may be larger than the image: the rest of it is not the image's. */
async function openVerified(plan: BootPlan, context: BootContext): Promise<Medium> {
  const medium = await context.machine.openMedium(plan.device);
  const { bytes } = stepOf(plan, 'acquire');
  return { ...medium, size: bytes, read: medium.read.bind(medium), close: () => medium.close() };
}

function refuseBlockers(plan: BootPlan): void {
  const [blocker] = blockersOf(plan.problems);
  if (blocker !== undefined) throw problemError(blocker);
}
