import { type ArrivingAccess, arrivingAccess } from '../formats/arriving-access.ts';
import type { OnFront, RandomAccess } from '../ports.ts';
import type { BootContext } from './boot-context.ts';

/** An image that is still coming in, for what can be done with the part that is there. */
export interface ArrivingImage {
  readonly onFront: OnFront;
  /**
   * Calls `use` once bytes come. What it reads nobody has verified yet. Undefined where it failed
   * for whatever reason: what was to be done is to be done again when the image is there.
   */
  whileArriving<T>(
    use: (image: RandomAccess, signal: AbortSignal) => Promise<T>,
  ): Promise<T | undefined>;
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

  const read = async <T>(use: (image: RandomAccess, signal: AbortSignal) => Promise<T>) => {
    await begun.promise;
    stopping.signal.throwIfAborted();
    const medium = await machine.openMedium(device);
    try {
      const reader = arrivingAccess(medium, bytes);
      reader.advance(front);
      readers.push(reader);
      return await use(reader, either);
    } finally {
      await medium.close();
    }
  };
  return {
    onFront(reached) {
      front = reached;
      for (const reader of readers) reader.advance(reached);
      begun.resolve();
    },
    whileArriving(use) {
      const result = read(use).catch(() => undefined);
      uses.push(result);
      return result;
    },
    async stop() {
      stopping.abort();
      begun.resolve();
      await Promise.all(uses);
    },
  };
}
