import type { BootEvent } from '../../core/plan/boot-event.ts';
import type { Stage } from '../../core/plan/stage.ts';
import { type Emit, streamEvents } from './event-channel.ts';

/** Runs the stages of one boot, one after the other, and tells where it is. */
export interface StageRunner {
  /** The stage under way, or the next one if it was given up before it began. */
  current(): Stage;
  run<T>(stage: Stage, work: (emit: Emit) => Promise<T>): AsyncGenerator<BootEvent, T>;
}

export function stageRunner(first: Stage, signal: AbortSignal): StageRunner {
  let current = first;
  return {
    current: () => current,
    async *run(stage, work) {
      current = stage;
      signal.throwIfAborted();
      yield { type: 'stage', stage, state: 'begin' };
      const result = yield* streamEvents(work);
      yield { type: 'stage', stage, state: 'end' };
      return result;
    },
  };
}
