import type { ImageSource } from '../../core/image/image-source.ts';
import type { ServingReport } from '../../core/plan/boot-event.ts';
import type { VerifiedMedium } from '../stages/verify.ts';

/**
 * Gives an image in memory to the machines of this network, until the signal fires. Throws
 * WebbootError if it cannot.
 */
export type OfferMedium = (
  image: { readonly source: ImageSource; readonly medium: VerifiedMedium },
  options: {
    readonly signal: AbortSignal;
    /** Called after each change. */
    readonly onChange: (serving: ServingReport) => void;
  },
) => Promise<void>;

/** A boot that may end in giving its image away. */
export interface OfferContext {
  /** Absent if images are given to nobody here. */
  readonly offer?: OfferMedium;
}
