import type { ImageFacts } from '../../core/image/image-facts.ts';
import type { BootPlan, GraftStep } from '../../core/plan/boot-plan.ts';
import type { FileTree } from '../../ports/file-tree.ts';
import type { RandomAccess } from '../../ports/random-access.ts';
import type { ModulePlaces } from '../graft/collect-modules.ts';
import type { RootFileSystem } from '../graft/root-file-systems.ts';
import { openBootTree } from '../inspect/boot-tree.ts';
import type { BootContext } from '../run/boot-context.ts';
import type { BootableMedium } from '../stages/verify.ts';
import type { ArrivingInspection } from './inspect-arriving.ts';
import type { ArrivingDrivers } from './place-drivers.ts';
import type { PlanBy } from './plan-by.ts';
import type { ArrivingRoots } from './root-file-systems.ts';
import type { StagedFiles } from './staged-files.ts';

/** An image that may be booted, with everything that was found out and made ready of it. */
export interface Arrived {
  readonly medium: BootableMedium;
  /** The medium may be larger than the image: this is the image. */
  readonly image: RandomAccess;
  readonly tree: FileTree;
  /** What a peek at this image finds, and what a boot would do by that. */
  peeked(): Promise<{ readonly facts: ImageFacts; readonly plan: BootPlan }>;
  /**
   * What a boot of that entry does, by all that can be found out of the image. The default may be
   * another one by then: an entry that turns out not to start is none.
   */
  plan(entry: string | undefined): Promise<BootPlan>;
  rootFileSystems(): Promise<readonly RootFileSystem[]>;
  /** Where in those the drivers lie that are to be grafted, if that is known by now. */
  modulePlaces(step: GraftStep): Promise<ModulePlaces | undefined>;
  readonly files: Omit<StagedFiles, 'discard'>;
  close(): Promise<void>;
}

export interface Preparations {
  readonly inspection: ArrivingInspection;
  readonly files: StagedFiles;
  readonly decide: PlanBy;
  readonly roots: ArrivingRoots;
  readonly drivers: ArrivingDrivers;
}

export async function openArrived(
  medium: BootableMedium,
  { inspection, files, decide, roots, drivers }: Preparations,
  { machine }: Pick<BootContext, 'machine'>,
): Promise<Arrived> {
  const whole = await machine.openMedium(medium.device);
  const image: RandomAccess = { size: medium.bytes, read: whole.read.bind(whole) };
  try {
    const tree = await openBootTree(image);
    return {
      ...{ medium, image, tree, files },
      async peeked() {
        const facts = await inspection.peeked(image);
        return { facts, plan: await decide(facts) };
      },
      plan: async (entry) => decide(await inspection.facts(image), entry),
      rootFileSystems: () => roots(tree),
      modulePlaces: drivers,
      close: () => whole.close(),
    };
  } catch (error) {
    await whole.close();
    throw error;
  }
}
