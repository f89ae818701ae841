import type { ImageFacts } from '../../core/image/image-facts.ts';
import type { BootPlan } from '../../core/plan/boot-plan.ts';
import type { GraftStep } from '../../core/plan/plan-graft.ts';
import { openIso } from '../../formats/iso9660/open-iso.ts';
import type { Facts } from '../../ports/facts.ts';
import type { FileTree } from '../../ports/file-tree.ts';
import type { RandomAccess } from '../../ports/random-access.ts';
import type { OnFront } from '../../ports/transfer.ts';
import { type ModulePlaces, placeModules } from '../graft/collect-modules.ts';
import { findRootFileSystems, type RootFileSystem } from '../graft/root-file-systems.ts';
import type { BootContext } from '../run/boot-context.ts';
import { arrivingImage } from './arriving-image.ts';
import { inspectArriving } from './inspect-arriving.ts';
import { planFromFacts } from './plan-from-facts.ts';
import { type StagedFiles, stageFiles } from './staged-files.ts';

/**
 * What is found out and made ready while the image comes in, so that it costs no time of its own.
 * All but `early` is to be asked for only when the image is verified; what could not be done on
 * the way, or was done with bytes that have been written anew since, is done then.
 */
export interface Preparation {
  readonly onFront: OnFront;
  /** The plan by what somebody has sent so far; undefined where that failed. */
  readonly early: Promise<BootPlan | undefined>;
  plan(verified: RandomAccess): Promise<BootPlan>;
  rootFileSystems(tree: FileTree): Promise<readonly RootFileSystem[]>;
  /** Where in those the drivers lie that are to be grafted, if that is known by now. */
  modulePlaces(step: GraftStep): Promise<ModulePlaces | undefined>;
  readonly files: Omit<StagedFiles, 'discard'>;
  /** Ends what is under way, and gives back what it took. */
  stop(): Promise<void>;
}

/** `plan` is by what the peek has told; its image comes in on `plan.device`. */
export function prepareBoot(plan: BootPlan, bytes: number, context: BootContext): Preparation {
  const { machine } = context;
  machine.prepare();
  const arriving = arrivingImage({ device: plan.device, bytes }, context);
  const inspection = inspectArriving(arriving, plan.choice.entry, context);
  const { discard, ...files } = stageFiles(arriving, plan, machine);
  const planBy = (facts: ImageFacts) =>
    planFromFacts(plan, facts, { machine: withFreeMemory(machine, files.heldBytes) });
  const early = inspection
    .early()
    .then((facts) => facts && planBy(facts))
    .catch(() => undefined);
  const fileSystems = arriving.whileArriving(async (image, signal) =>
    findRootFileSystems(await openIso(image, { signal })),
  );
  let knowsPlaces = false;
  const places = arriving.whileArriving(async (image, signal) => {
    const step = (await early)?.steps.find((one) => one.op === 'graft');
    if (step === undefined) return undefined;
    const found = await placeDrivers(step, image, signal);
    knowsPlaces = true;
    return { of: driversOf(step), found };
  });
  return {
    onFront: arriving.onFront,
    early,
    plan: async (verified) => planBy(await inspection.facts(verified)),
    rootFileSystems: async (tree) => (await fileSystems()) ?? findRootFileSystems(tree),
    async modulePlaces(step) {
      const known = knowsPlaces ? await places() : undefined;
      return known?.of === driversOf(step) ? known.found : undefined;
    },
    files,
    async stop() {
      await arriving.stop();
      await discard();
    },
  };
}

/** The copies are made room for by what is planned: they are not to count twice. */
function withFreeMemory({ facts }: Facts, heldBytes: () => number): Facts {
  return {
    facts: async () => {
      const host = await facts();
      return { ...host, availableBytes: host.availableBytes + heldBytes() };
    },
  };
}

/** Tells requests for drivers apart. */
function driversOf({ hook }: GraftStep): string {
  return JSON.stringify([hook?.kernelVersion, hook?.modules]);
}

/** By the root file systems that can be read without being mounted, where those are all there are. */
async function placeDrivers(
  { hook }: GraftStep,
  image: RandomAccess,
  signal: AbortSignal,
): Promise<ModulePlaces | undefined> {
  if (hook === undefined || hook.modules.length === 0) return undefined;
  const { openRootFileSystems } = await import('../inspect/root-modules.ts');
  const { trees, unread } = await openRootFileSystems(await openIso(image, { signal }));
  if (unread.length > 0) return undefined;
  return placeModules(trees, { names: hook.modules, kernelVersion: hook.kernelVersion });
}
