import type { BootContext } from '../boot-context.ts';
import type { Emit } from '../event-channel.ts';

/** Stops what must not run on, then jumps. Returns only in a dry run. */
export async function exec(context: BootContext, emit: Emit): Promise<void> {
  for await (const text of context.machine.quiesce()) emit({ type: 'note', stage: 'exec', text });
  await context.machine.kexecExec();
}
