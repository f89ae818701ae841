import type { InjectionChoice, InjectionKind } from '../families/injection.ts';
import type { LocaleWish } from '../families/localize.ts';
import type { BootEntry } from '../image/image-facts.ts';
import type { ImageLocation } from '../image/image-location.ts';
import type { ImageSource } from '../image/image-source.ts';
import type { Expectation } from '../image/trust.ts';
import type { Reservation } from '../machine/memory-map.ts';
import type { PlanProblem } from '../problem.ts';
import type { CmdlineEdit } from './cmdline-edit.ts';
import type { ShownEntry } from './shown-entry.ts';

/** The person's choices for one boot. */
export interface BootChoice {
  /** An entry's id or title; absent: the ISO's own default entry. */
  readonly entry?: string;
  /** What the person changed of the entry's own command line. */
  readonly edit?: CmdlineEdit;
  /** Appended last. */
  readonly append?: string;
  /** Must equal the source's id; given only after the risk was named. */
  readonly acceptUnverified?: string;
  /** Copies the image to the stick once it is verified. */
  readonly keep?: boolean;
  /** The language and the keyboard layout for the live system. */
  readonly localize?: LocaleWish;
  /** Gives the image to other machines once it is verified, instead of starting it. */
  readonly serve?: true;
  /**
   * Gives the live system the network that webboot uses, passphrase and all: only if somebody
   * vouches for the image, or `always`, which is chosen apart.
   */
  readonly handOn?: 'verified' | 'always';
  /** Gives a verified live system webboot's own files, to serve its image with, if there is room. */
  readonly serveOn?: true;
  /** Gives the live system files of the person's own, by the same rule. */
  readonly inject?: InjectionChoice;
}

export interface GraftHook {
  /** The block device that it makes, as the target names it: `/dev/pmem0`. */
  readonly device: string;
  /** The image itself travels along, and the device is a loop device of it. */
  readonly carriesImage: boolean;
  /** Modules to load, in any order; their dependencies come with them. None: no device is waited for. */
  readonly modules: readonly string[];
  readonly kernelVersion: string;
  /** Start of a region that its kernel counts among its own memory, and takes without page structures only. */
  readonly rawAt?: number;
  /** What the hook hands over to: the initramfs's own init. */
  readonly init: string;
  /** The live system is given the network that webboot uses. */
  readonly handsOn: boolean;
  /** Files of the person's own, and where in the live system's root they go. */
  readonly injects: readonly { readonly kind: InjectionKind; readonly directory: string }[];
  /** The live system is given the command that serves its image. */
  readonly servesOn: boolean;
}

/** What each stage is given to do, in the order in which they run. Plain data: it can be printed and kept. */
export interface BootSteps {
  readonly reserve: { readonly reservation: Reservation; readonly device: string };
  readonly acquire: {
    readonly location: ImageLocation;
    readonly device: string;
    readonly bytes: number;
  };
  readonly verify: { readonly expectation: Expectation };
  readonly extract: { readonly kernel: string; readonly initrds: readonly string[] };
  /** Absent if the image lacks nothing. */
  readonly graft?: GraftStep;
  readonly load: {
    readonly cmdline: string;
    /** arm64: what the device tree for the target sets aside. */
    readonly region?: Reservation;
    /** Words of the image's own line that would lead it elsewhere, or copy it once more. */
    readonly leftOut: readonly string[];
  };
}

export interface GraftStep {
  /** Loads drivers before the initramfs's own init runs. */
  readonly hook?: GraftHook;
  /** The region that an ACPI table has to describe. */
  readonly nfit?: Reservation;
  /** A folder of the image whose files the initramfs is to have at another place. */
  readonly files?: { readonly from: string; readonly to: string };
  /** Files of the person's own that the initramfs is to have. */
  readonly seeds?: readonly { readonly kind: InjectionKind; readonly path: string }[];
}

/** What a boot would do; `problems` with a blocker means that it is not started. */
export interface BootPlan {
  readonly source: ImageSource;
  readonly choice: BootChoice;
  /** Names the image that lies in memory since an earlier boot verified it, if it is that one. */
  readonly inMemory?: string;
  /** The medium as this machine names it. */
  readonly device: string;
  /** The target's reservation: cut to the image, so that the target has the rest of the RAM. */
  readonly reservation: Reservation;
  /** Absent when the image has no entry to boot; a blocker says so then. */
  readonly entry?: BootEntry;
  /** What the person is shown of it, and chooses by; absent without an entry. */
  readonly shown?: ShownEntry;
  /** Absent without an entry, or if the person's edit does not fit it; a blocker says so then. */
  readonly steps?: BootSteps;
  readonly problems: readonly PlanProblem[];
}

/** A plan that nothing stands in the way of. Only `refuseBlockers` gives one. */
export interface RunnablePlan extends BootPlan {
  readonly steps: BootSteps;
}
