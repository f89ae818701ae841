import type { UpgradePhase } from '../../core/plan/boot-event.ts';
import type { Emit } from '../run/event-channel.ts';

/** A phase that can be taken back, as long as the last one has not been passed. */
export interface ChainLink {
  readonly phase: UpgradePhase;
  readonly run: () => Promise<void>;
  /** Takes back what `run` did, or as much of it as it came to before it failed. */
  readonly undo?: () => Promise<void>;
}

/**
 * Runs the phases in order, each an event. If one fails, it and those before it are taken back, the
 * last one first; what cannot be taken back is reported, and the others are all the same.
 */
export async function runChain(links: readonly ChainLink[], emit: Emit): Promise<void> {
  const begun: ChainLink[] = [];
  try {
    for (const link of links) {
      begun.push(link);
      emit({ type: 'phase', phase: link.phase, state: 'begin' });
      await link.run();
      emit({ type: 'phase', phase: link.phase, state: 'end' });
    }
  } catch (error) {
    for (const { phase, undo } of begun.toReversed()) {
      if (undo === undefined) continue;
      await undo().then(
        () => emit({ type: 'note', stage: 'exec', text: `${phase} was taken back` }),
        (cause: Error) =>
          emit({
            type: 'note',
            stage: 'exec',
            text: `${phase} could not be taken back: ${cause.message}`,
          }),
      );
    }
    throw error;
  }
}
