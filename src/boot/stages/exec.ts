import type { BootContext } from '../boot-context.ts';
import type { Emit } from '../event-channel.ts';
import { completeHandOver } from '../kexec/hand-over.ts';

/** Stops what must not run on, then jumps. Returns only in a dry run. */
export function exec(context: BootContext, emit: Emit): Promise<void> {
  return completeHandOver(context.machine, emit);
}
