import { type ArrivingAccess, arrivingAccess } from '../../formats/arriving-access.ts';
import type { RandomAccess } from '../../ports/random-access.ts';
import type { OnFront } from '../../ports/transfer.ts';
import type { BootContext } from '../run/boot-context.ts';

/** An image that is still coming in, for what can be done with the part that is there. */
export interface ArrivingImage {
  readonly onFront: OnFront;
  /**
   * Calls `use` once the download has begun. What that reads nobody has verified yet. Its result
   * is asked for where it is used: undefined where `use` failed, for whatever reason, and where
   * the download has begun anew since. Another server may have sent other bytes the first time,
   * and the digest tells of the last ones only.
   */
  whileArriving<T>(
    use: (image: RandomAccess, signal: AbortSignal) => Promise<T>,
  ): () => Promise<T | undefined>;
  /** Ends what reads of it where it stands; nothing is left open. */
  stop(): Promise<void>;
}

export function arrivingImage(
  { device, bytes }: { readonly device: string; readonly bytes: number },
  { machine, signal }: Pick<BootContext, 'machine' | 'signal'>,
): ArrivingImage {
  const stopping = new AbortController();
  const either = AbortSignal.any([signal, stopping.signal]);
  const begun = Promise.withResolvers<void>();
  const readers: ArrivingAccess[] = [];
  const uses: Promise<unknown>[] = [];
  let front = 0;
  let begunAnew = false;

  const read = async <T>(use: (image: RandomAccess, signal: AbortSignal) => Promise<T>) => {
    await begun.promise;
    stopping.signal.throwIfAborted();
    const medium = await machine.openMedium(device);
    try {
      const reader = arrivingAccess(medium, bytes);
      reader.advance(front);
      readers.push(reader);
      // Nobody may wait for bytes that do not come, whether he thought of the signal or not.
      const read: RandomAccess['read'] = (offset, length, options) =>
        reader.read(offset, length, { signal: options?.signal ?? either });
      return await use({ size: bytes, read }, either);
    } finally {
      await medium.close();
    }
  };
  return {
    onFront(reached) {
      begunAnew ||= reached < front;
      front = reached;
      for (const reader of readers) reader.advance(reached);
      begun.resolve();
    },
    whileArriving(use) {
      const result = read(use).catch(() => undefined);
      uses.push(result);
      return async () => {
        const value = await result;
        return begunAnew ? undefined : value;
      };
    },
    async stop() {
      stopping.abort();
      begun.resolve();
      await Promise.all(uses);
    },
  };
}
