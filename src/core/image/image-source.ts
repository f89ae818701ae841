import type { Architecture } from '../architecture.ts';
import type { Family } from '../families/family.ts';
import type { ImageLocation } from './image-location.ts';
import type { TrustPolicy } from './trust.ts';

/** One concrete image to boot: what `select` ends with. */
export interface ImageSource {
  /** `distro/variant`, or `url` / `file` for what the person typed. */
  readonly id: string;
  readonly title: string;
  readonly version: string;
  /** The day on which it was released, where a server's list says so. */
  readonly released?: string;
  readonly arch: Architecture;
  readonly location: ImageLocation;
  /** What the catalogue knows of already; a server that offers less may hold releases back. */
  readonly least?: { readonly version?: string; readonly signed?: string };
  /** Its releases are at most so many days apart. */
  readonly paceDays?: number;
  /** Why it is older than what the catalogue knows of. */
  readonly outdated?: string;
  /** Why it is older than one would expect. */
  readonly aged?: string;
  /** The name under which the checksum file lists it. */
  readonly fileName: string;
  readonly policy: TrustPolicy;
  readonly familyHint?: Family;
  /** Least RAM of the live system itself, without the ISO. */
  readonly leastRamBytes?: number;
  /** What a person should know of how it was chosen, such as an outdated catalogue. */
  readonly notes?: readonly string[];
  /** Other variants of the same distro, for a machine that this one does not fit in. */
  readonly alternatives?: readonly {
    /** `distro/variant` */
    readonly id: string;
    readonly bytes: number;
    readonly leastRamBytes: number;
  }[];
  /** Appended to every entry's command line. */
  readonly extraCmdline?: string;
}
