import type { BootPlan, RunnablePlan } from '../../core/plan/boot-plan.ts';
import type { OnFront } from '../../ports/transfer.ts';
import type { BootContext } from '../run/boot-context.ts';
import type { BootableMedium } from '../stages/verify.ts';
import { type Arrived, openArrived } from './arrived.ts';
import { arrivingImage } from './arriving-image.ts';
import { inspectArriving } from './inspect-arriving.ts';
import { placeDrivers } from './place-drivers.ts';
import { type PlanBy, planBy } from './plan-by.ts';
import { findArrivingRoots } from './root-file-systems.ts';
import { stageFiles } from './staged-files.ts';

/**
 * What is found out and made ready while the image comes in, so that it costs no time of its own.
 * Until the image is verified it can end a boot (`early`) and start nothing: the rest of it is had
 * for a medium that may be booted only. What could not be done on the way, or was done with bytes
 * that have been written anew since, is done then.
 */
export interface Arriving {
  readonly onFront: OnFront;
  /** The plan by what somebody has sent so far; undefined if that failed. */
  readonly early: Promise<BootPlan | undefined>;
  open(medium: BootableMedium): Promise<Arrived>;
  /** Ends what is under way, and gives back what it took. */
  stop(): Promise<void>;
}

/** `plan` is by what the peek has told; its image comes in on `plan.device`. */
export function arrive(plan: RunnablePlan, context: BootContext): Arriving {
  const { machine } = context;
  machine.prepare();
  const image = arrivingImage(plan.steps.acquire, context);
  const inspection = inspectArriving(image, plan.shown?.id ?? plan.choice.entry, context);
  const files = stageFiles(image, plan.steps.extract, machine);
  const decide: PlanBy = planBy(plan, machine, files.heldBytes);
  const early = inspection
    .early()
    .then((facts) => facts && decide(facts))
    .catch(() => undefined);
  const roots = findArrivingRoots(image);
  const drivers = placeDrivers(image, early);
  const opened: Arrived[] = [];
  return {
    onFront: image.onFront,
    early,
    async open(medium) {
      const arrived = await openArrived(
        medium,
        { inspection, files, decide, roots, drivers },
        context,
      );
      opened.push(arrived);
      return arrived;
    },
    async stop() {
      await image.stop();
      await Promise.all(opened.map(({ close }) => close()));
      await files.discard();
    },
  };
}
