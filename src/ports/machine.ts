import type { Facts } from './facts.ts';
import type { Kexec } from './kexec.ts';
import type { Media } from './media.ts';
import type { Power } from './power.ts';

/**
 * The machine as the stages see it. `src/linux` is the real one; a dry run is one that records. What
 * needs a part of it asks for that part.
 */
export interface Machine extends Facts, Media, Kexec, Power {}
