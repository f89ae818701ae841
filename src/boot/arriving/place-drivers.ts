import type { BootPlan, GraftStep } from '../../core/plan/boot-plan.ts';
import { openIso } from '../../formats/iso9660/open-iso.ts';
import type { RandomAccess } from '../../ports/random-access.ts';
import { type ModulePlaces, placeModules } from '../graft/collect-modules.ts';
import type { ArrivingImage } from './arriving-image.ts';

/** Undefined if nobody has looked for these drivers by now. To be asked for a bootable image only. */
export type ArrivingDrivers = (step: GraftStep) => Promise<ModulePlaces | undefined>;

/** Finds out where the drivers lie that will be grafted, while the image comes in. */
export function placeDrivers(
  arriving: ArrivingImage,
  early: Promise<BootPlan | undefined>,
): ArrivingDrivers {
  let isKnown = false;
  const places = arriving.whileArriving(async (image, signal) => {
    const step = (await early)?.steps?.graft;
    if (step === undefined) return undefined;
    const found = await placeIn(image, step, signal);
    isKnown = true;
    return { of: driversOf(step), found };
  });
  return async (step) => {
    // What is not known by now is looked for where it is needed.
    const known = isKnown ? await places() : undefined;
    return known?.of === driversOf(step) ? known.found : undefined;
  };
}

/** Tells requests for drivers apart. */
function driversOf({ hook }: GraftStep): string {
  return JSON.stringify([hook?.kernelVersion, hook?.modules]);
}

/** By the root file systems that can be read without being mounted, if those are all there are. */
async function placeIn(
  image: RandomAccess,
  { hook }: GraftStep,
  signal: AbortSignal,
): Promise<ModulePlaces | undefined> {
  if (hook === undefined || hook.modules.length === 0) return undefined;
  const { openRootFileSystems } = await import('../inspect/root-modules.ts');
  const { trees, unread } = await openRootFileSystems(await openIso(image, { signal }), {
    signal,
  });
  if (unread.length > 0) return undefined;
  return placeModules(trees, { names: hook.modules, kernelVersion: hook.kernelVersion });
}
