import { describeHandedNetwork } from '../../core/network/handed-network.ts';
import type { GraftHook } from '../../core/plan/boot-plan.ts';
import type { GraftStep } from '../../core/plan/plan-graft.ts';
import { type CpioEntry, writeCpio } from '../../formats/cpio/writer.ts';
import { concatAccess, memoryAccess } from '../../formats/random-access.ts';
import type { FileTree } from '../../ports/file-tree.ts';
import type { RandomAccess } from '../../ports/random-access.ts';
import { acpiEntries, carriedImage, hookEntries } from '../graft/archive.ts';
import type { ModulePlaces } from '../graft/collect-modules.ts';
import { copiedEntries } from '../graft/copied-files.ts';
import { findModules, type ModuleSources } from '../graft/find-modules.ts';
import type { RootFileSystem } from '../graft/root-file-systems.ts';
import type { BootContext } from '../run/boot-context.ts';
import type { Emit } from '../run/event-channel.ts';

export interface GraftInput {
  readonly step: GraftStep;
  /** The block device with the image, and what of it is the image. */
  readonly device: string;
  readonly image: RandomAccess;
  readonly tree: FileTree;
  /** Where its drivers may be. */
  readonly fileSystems: readonly RootFileSystem[];
  readonly places: ModulePlaces | undefined;
  readonly initrds: readonly RandomAccess[];
}

/**
 * One more archive for the target's initramfs: what it lacks to find its image. The image's own
 * initrd stays as it is.
 */
export async function graft(
  { step, image, tree, ...sources }: GraftInput,
  context: BootContext,
  emit: Emit,
): Promise<RandomAccess> {
  const note = (text: string) => emit({ type: 'note', stage: 'graft', text });
  const entries: CpioEntry[] = [];
  if (step.nfit !== undefined) {
    entries.push(...acpiEntries(step.nfit));
    note('grafted: an ACPI table that describes the memory with the image');
  }
  if (step.hook !== undefined) {
    entries.push(...(await hook(step.hook, sources, context, note)));
  }
  if (step.files !== undefined) {
    const copied = await copiedEntries(tree, step.files);
    entries.push(...copied);
    const files = copied.filter(({ kind }) => kind === 'file').length;
    note(`grafted: ${files} files of ${step.files.from}, to ${step.files.to}`);
  }
  const archive = memoryAccess(writeCpio(entries));
  return step.hook?.carriesImage === true ? concatAccess([archive, carriedImage(image)]) : archive;
}

async function hook(
  { modules: names, kernelVersion, init, carriesImage, handsOn, device }: GraftHook,
  sources: ModuleSources,
  { machine, networkToHandOn }: BootContext,
  note: (text: string) => void,
): Promise<CpioEntry[]> {
  const modules =
    names.length === 0 ? [] : await findModules({ names, kernelVersion }, sources, machine);
  const network = handsOn ? await networkToHandOn?.() : undefined;
  const grafted = [
    ...modules.map(({ fileName }) => fileName),
    ...(carriesImage ? ['the image itself'] : []),
    ...(network === undefined ? [] : [`the network (${describeHandedNetwork(network)})`]),
  ];
  if (grafted.length > 0) note(`grafted: ${grafted.join(', ')}`);
  if (handsOn && network === undefined) {
    note('no network to hand on: the live system finds this one by itself');
  }
  return hookEntries({
    busybox: await machine.busybox(),
    modules,
    blockDevice: device.slice(device.lastIndexOf('/') + 1),
    init,
    carriesImage,
    ...(network === undefined ? {} : { network }),
  });
}
