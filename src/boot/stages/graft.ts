import type { GraftStep } from '../../core/plan-graft.ts';
import { type CpioEntry, writeCpio } from '../../formats/cpio/writer.ts';
import { concatAccess, memoryAccess } from '../../formats/random-access.ts';
import type { FileTree, RandomAccess } from '../../ports.ts';
import type { BootContext } from '../boot-context.ts';
import type { Emit } from '../event-channel.ts';
import { acpiEntries, carriedImage, hookEntries } from '../graft/archive.ts';
import { copiedEntries } from '../graft/copied-files.ts';
import { findModules } from '../graft/find-modules.ts';

export interface GraftInput {
  readonly step: GraftStep;
  /** The block device with the image, and what of it is the image. */
  readonly device: string;
  readonly image: RandomAccess;
  readonly tree: FileTree;
  readonly initrds: readonly RandomAccess[];
}

/**
 * One more archive for the target's initramfs: what it lacks to find its image. The image's own
 * initrd stays as it is.
 */
export async function graft(
  { step, device, image, tree, initrds }: GraftInput,
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
    const { modules: names, kernelVersion, init, carriesImage } = step.hook;
    const sources = { device, tree, initrds };
    const modules = await findModules({ names, kernelVersion }, sources, context.machine);
    const busybox = await context.machine.busybox();
    const blockDevice = step.hook.device.slice(step.hook.device.lastIndexOf('/') + 1);
    entries.push(...hookEntries({ busybox, modules, blockDevice, init, carriesImage }));
    const grafted = modules.map(({ fileName }) => fileName);
    note(`grafted: ${[...grafted, ...(carriesImage ? ['the image itself'] : [])].join(', ')}`);
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
