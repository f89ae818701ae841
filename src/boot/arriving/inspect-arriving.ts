import { defined } from '../../core/defined.ts';
import type { ImageFacts } from '../../core/image/image-facts.ts';
import type { RandomAccess } from '../../ports/random-access.ts';
import type { BootContext } from '../run/boot-context.ts';
import type { ArrivingImage } from './arriving-image.ts';

/** The inspection of an image that is still coming in. */
export interface ArrivingInspection {
  /** What was found on the way, of an image that nobody has verified yet; undefined if that failed. */
  early(): Promise<ImageFacts | undefined>;
  /**
   * What a peek at this image finds: the same look as before the download, so that both answers
   * can be compared. To be asked for only when the image is verified, like `facts`.
   */
  peeked(verified: RandomAccess): Promise<ImageFacts>;
  /** What could not be found out on the way, for whatever reason, is read from `verified`. */
  facts(verified: RandomAccess): Promise<ImageFacts>;
}

/**
 * Inspects the image while it comes in, so that unpacking its initrd, which takes seconds on a slow
 * machine, costs no time of its own.
 */
export function inspectArriving(
  arriving: ArrivingImage,
  entry: string | undefined,
  { inspect, signal }: Pick<BootContext, 'inspect' | 'signal'>,
): ArrivingInspection {
  const options = { deep: true, ...defined({ entry }) };
  const found = arriving.whileArriving((image, either) =>
    inspect(image, { ...options, signal: either }),
  );
  const peeked = arriving.whileArriving((image, either) => inspect(image, { signal: either }));
  return {
    early: found,
    peeked: async (verified) => (await peeked()) ?? inspect(verified, { signal }),
    facts: async (verified) => (await found()) ?? inspect(verified, { ...options, signal }),
  };
}
