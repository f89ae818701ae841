import { WebbootError } from '../errors.ts';
import { cancellation } from '../storage/cancellation.ts';
import { BusyError, busyWait } from './busy-error.ts';
import { joinMirrorErrors, rest, withRetries } from './retry.ts';
import type { TransportLimits } from './transport-options.ts';

interface Asking<M> {
  readonly limits: TransportLimits;
  readonly signal: AbortSignal | undefined;
  readonly onNote?: ((text: string) => void) | undefined;
  /** Whether another mirror would not help. */
  readonly isFinal: (error: WebbootError) => boolean;
  /** A mirror is not asked any more this time. */
  readonly onFailed?: (mirror: M, error: WebbootError) => void;
}

interface Turn<M> {
  readonly mirror: M;
  readonly notBefore: number;
  /** How often it said that it is busy. */
  readonly tries: number;
}

/**
 * Asks one mirror after the other, each a few times where its failure may pass; those that are busy
 * again when they said so, for `busyMs` in all. Throws what is final, or the failures of all.
 */
export async function askMirrors<M, T>(
  mirrors: readonly M[],
  { limits, signal, onNote, isFinal, onFailed }: Asking<M>,
  act: (mirror: M) => Promise<T>,
): Promise<T> {
  const end = performance.now() + limits.busyMs;
  const failures: WebbootError[] = [];
  const turns: Turn<M>[] = mirrors.map((mirror) => ({ mirror, notBefore: 0, tries: 0 }));
  for (let turn = turns.shift(); turn !== undefined; turn = turns.shift()) {
    const wait = turn.notBefore - performance.now();
    if (wait > 0) await rest(wait, signal);
    if (signal?.aborted) throw cancellation(signal);
    const { mirror, tries } = turn;
    try {
      return await withRetries(limits, signal, () => act(mirror));
    } catch (error) {
      if (!(error instanceof WebbootError) || isFinal(error)) throw error;
      const notBefore =
        error instanceof BusyError ? performance.now() + busyWait(error, tries, limits) : undefined;
      if (notBefore === undefined || notBefore > end) {
        failures.push(error);
        onFailed?.(mirror, error);
        continue;
      }
      turns.push({ mirror, notBefore, tries: tries + 1 });
      turns.sort((a, b) => a.notBefore - b.notBefore);
      const [next] = turns;
      // Those that have not been asked come first, without a wait.
      if (next !== undefined && next.tries > 0) {
        onNote?.(`${error.message} ${askedAgainIn(next.notBefore - performance.now())}`);
      }
    }
  }
  throw joinMirrorErrors(failures);
}

export function askedAgainIn(ms: number): string {
  return `webboot asks again in ${Math.max(1, Math.ceil(ms / 1000))} s.`;
}
