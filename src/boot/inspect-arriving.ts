import type { ImageFacts } from '../core/image-facts.ts';
import { arrivingAccess } from '../formats/arriving-access.ts';
import type { OnFront, RandomAccess } from '../ports.ts';
import type { BootContext } from './boot-context.ts';

/** The inspection of an image that is still coming in. */
export interface ArrivingInspection {
  readonly onFront: OnFront;
  /** What was found on the way, of an image that nobody has verified yet; undefined where that failed. */
  early(): Promise<ImageFacts | undefined>;
  /**
   * What was found. To be asked for only when the image is verified: before, it tells what somebody
   * sent. What could not be found out on the way, for whatever reason, is read from `verified`.
   */
  facts(verified: RandomAccess): Promise<ImageFacts>;
  /** Ends it where it stands; nothing of it is left open. */
  stop(): Promise<void>;
}

/**
 * Inspects the image while it comes in, so that unpacking its initrd, which takes seconds on a slow
 * machine, costs no time of its own.
 */
export function inspectArriving(
  { device, bytes, entry }: { device: string; bytes: number; entry: string | undefined },
  { machine, inspect, signal }: Pick<BootContext, 'machine' | 'inspect' | 'signal'>,
): ArrivingInspection {
  const options = { deep: true, ...(entry === undefined ? {} : { entry }) };
  const stopping = new AbortController();
  const begun = Promise.withResolvers<void>();
  let front = 0;
  let advance: OnFront = (reached) => {
    front = reached;
    begun.resolve();
  };
  const work = async (): Promise<ImageFacts> => {
    await begun.promise;
    stopping.signal.throwIfAborted();
    const medium = await machine.openMedium(device);
    try {
      const arriving = arrivingAccess(medium, bytes);
      arriving.advance(front);
      advance = arriving.advance;
      const either = AbortSignal.any([signal, stopping.signal]);
      return await inspect(arriving, { ...options, signal: either });
    } finally {
      await medium.close();
    }
  };
  const found = work().catch(() => undefined);
  return {
    onFront: (reached) => advance(reached),
    early: () => found,
    facts: async (verified) => (await found) ?? inspect(verified, { ...options, signal }),
    async stop() {
      stopping.abort();
      begun.resolve();
      await found;
    },
  };
}
