import type { GraftStep } from '../../core/plan-graft.ts';
import { type CpioEntry, writeCpio } from '../../formats/cpio/writer.ts';
import type { FileTree, RandomAccess } from '../../ports.ts';
import type { BootContext } from '../boot-context.ts';
import type { Emit } from '../event-channel.ts';
import { acpiEntries, hookEntries } from '../graft/archive.ts';
import { copiedEntries } from '../graft/copied-files.ts';
import { findModules } from '../graft/find-modules.ts';

export interface GraftInput {
  readonly step: GraftStep;
  /** The block device with the image, as this machine and the target name it. */
  readonly device: string;
  readonly tree: FileTree;
  readonly initrds: readonly RandomAccess[];
}

/**
 * One more archive for the target's initramfs: what it lacks to find its image. The image's own
 * initrd stays as it is.
 */
export async function graft(
  { step, device, tree, initrds }: GraftInput,
  context: BootContext,
  emit: Emit,
): Promise<Uint8Array> {
  const note = (text: string) => emit({ type: 'note', stage: 'graft', text });
  const entries: CpioEntry[] = [];
  if (step.nfit !== undefined) {
    entries.push(...acpiEntries(step.nfit));
    note('grafted: an ACPI table that describes the memory with the image');
  }
  if (step.hook !== undefined) {
    const { modules: names, kernelVersion, init } = step.hook;
    const sources = { device, tree, initrds };
    const modules = await findModules({ names, kernelVersion }, sources, context.machine);
    const busybox = await context.machine.busybox();
    const blockDevice = device.slice(device.lastIndexOf('/') + 1);
    entries.push(...hookEntries({ busybox, modules, blockDevice, init }));
    note(`grafted: ${modules.map(({ fileName }) => fileName).join(', ')}`);
  }
  if (step.files !== undefined) {
    const copied = await copiedEntries(tree, step.files);
    entries.push(...copied);
    const files = copied.filter(({ kind }) => kind === 'file').length;
    note(`grafted: ${files} files of ${step.files.from}, to ${step.files.to}`);
  }
  return writeCpio(entries);
}
