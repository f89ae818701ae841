import { setTimeout as sleep } from 'node:timers/promises';
import type { SoundRecorder } from '../helpers/sound-recorder.ts';

export const limit = { timeoutMs: 600_000 };
/** Speech is far louder, and a card that only hums far softer. */
export const audible = 0.05;

export async function until(
  holds: () => boolean | Promise<boolean>,
  otherwise: () => string,
): Promise<void> {
  const deadline = performance.now() + limit.timeoutMs;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(otherwise());
    await sleep(250);
  }
}

/** Resolves once something is heard since the last look at the recording. */
export function untilHeard(recorder: SoundRecorder, what: string): Promise<void> {
  return until(
    async () => (await recorder.loudness()) > audible,
    () => `not heard: ${what}`,
  );
}
