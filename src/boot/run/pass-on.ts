import type { BootEvent } from '../../core/plan/boot-event.ts';
import type { BootContext } from './boot-context.ts';
import { streamEvents } from './event-channel.ts';

/**
 * Gives the image to machines that still take it from here, 30 seconds at most or until the person
 * is in a hurry: the jump ends the network. Then says goodbye, so that nobody waits for this machine.
 */
export async function* passOn({
  swarms,
  signal,
  hurry,
}: Pick<BootContext, 'swarms' | 'signal' | 'hurry'>): AsyncGenerator<BootEvent> {
  if (swarms === undefined) return;
  const ends = hurry === undefined ? signal : AbortSignal.any([signal, hurry]);
  yield* streamEvents((emit) =>
    swarms.linger({ signal: ends, onWait: (wait) => emit({ type: 'lingering', ...wait }) }),
  );
  await swarms.leave();
}
