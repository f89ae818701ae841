import type { KexecImage } from '../../ports/kexec.ts';
import { completeHandOver } from '../kexec/hand-over.ts';
import type { BootContext } from '../run/boot-context.ts';
import type { Emit } from '../run/event-channel.ts';

/** Stops what must not run on, loads what `load` could not, and jumps. Returns only in a dry run. */
export function exec(
  image: KexecImage | undefined,
  context: BootContext,
  emit: Emit,
): Promise<void> {
  return completeHandOver(context.machine, emit, image);
}
