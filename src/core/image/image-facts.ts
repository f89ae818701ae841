import type { Architecture } from '../architecture.ts';
import type { Family } from '../families/family.ts';
import type { PlanProblem } from '../problem.ts';
import type { KernelSignature } from './kernel-signature.ts';
import type { PmemSupport } from './pmem-support.ts';

/** What lies in the file that was looked at. A zip is told apart because its ISO is read through it. */
export type ImageKind = 'iso9660' | 'iso9660-in-zip' | 'kernel' | 'directory';

/** One bootable choice of the ISO's own menu. Paths are absolute within the image. */
export interface BootEntry {
  /** Stable within the image: the menu's own id, or one derived from the title. */
  readonly id: string;
  /** Titles of the submenus above, joined with ` > `, are part of it. */
  readonly title: string;
  /** The configuration file that the entry was found in. */
  readonly source: string;
  readonly kernel: string;
  /** In the order in which the kernel is to see them. */
  readonly initrds: readonly string[];
  readonly cmdline: string;
  readonly default: boolean;
  /** A blocker: why this entry cannot be started, as far as its files tell before the download. */
  readonly problem?: PlanProblem;
}

/** What an image's menus offer beside Linux: Xen, another boot loader, a memory test. */
export interface OtherEntry {
  /** As a boot entry's. */
  readonly title: string;
  readonly source: string;
  /** Why it cannot be started from here, in one sentence. */
  readonly reason: string;
}

export interface KernelFacts extends KernelSignature {
  readonly path: string;
  /** `uname -r` of it: "6.12.48+deb13-amd64"; '' where the image does not tell. */
  readonly version: string;
  readonly arch: Architecture | 'unknown';
}

/** Everything that inspection finds out about an image; the stable JSON of `webboot inspect`. */
export interface ImageFacts {
  readonly image: {
    readonly size: number;
    readonly volumeId: string;
    /** When the ISO was made, as it says itself: ISO 8601; absent if it does not, or not credibly. */
    readonly created?: string;
    readonly kind: ImageKind;
  };
  readonly arch: Architecture | 'unknown';
  readonly kernels: readonly KernelFacts[];
  readonly family: Family;
  /** How its build of the family differs; absent if that is not known, or nothing does. */
  readonly dialect?: string;
  readonly entries: readonly BootEntry[];
  /** Titles of the menus that start no Linux kernel. Absent where nothing was looked at. */
  readonly otherEntries?: readonly OtherEntry[];
  readonly pmem: PmemSupport;
  readonly needs: { readonly ramBytes: number };
  readonly problems: readonly PlanProblem[];
  /** Bytes that inspection read from the image. */
  readonly bytesRead: number;
}
