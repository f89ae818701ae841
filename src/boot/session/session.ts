import type { Architecture } from '../../core/architecture.ts';
import type { ImageSource } from '../../core/image/image-source.ts';
import type { BootEvent } from '../../core/plan/boot-event.ts';
import type { BootChoice, BootPlan } from '../../core/plan/boot-plan.ts';
import type { PlanFacts } from '../../core/plan/plan-boot.ts';
import type { OnNote } from '../../ports/network.ts';

/** One line of the menu: a variant of a distro, before its newest version has been looked up. */
export interface VariantSummary {
  /** `distro/variant`, what `select` takes. */
  readonly id: string;
  readonly name: string;
  readonly architectures: readonly Architecture[];
  readonly leastRamBytes?: number;
  readonly approximateBytes?: number;
  /** Why there is nothing to download now. */
  readonly unavailableBecause?: string;
  /** The newest boot that was seen on QEMU, on a day (`2026-11-30`); absent: unproven. */
  readonly proven?: { readonly date: string; readonly version: string; readonly kernel: string };
}

export interface DistroSummary {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly homepage: string;
  /** How its images are verified; 'unverified' ones need an explicit choice. */
  readonly trust: 'signed' | 'pinned' | 'unverified';
  /** Why an unverified one is not verified. */
  readonly unverifiedBecause?: string;
  /** What most people look for. */
  readonly popular?: true;
  /** A fact of its row has not been seen to hold; the notes say which. */
  readonly confirmed?: false;
  /** Fingerprints of the keys that may sign. */
  readonly fingerprints: readonly string[];
  readonly variants: readonly VariantSummary[];
  readonly notes?: string;
}

/** What is known of an image before its bulk is downloaded. */
export type Peek = PlanFacts;

export interface NewerCatalogue {
  /** In place of the ones that were known; absent where nothing was looked for. */
  readonly distros?: readonly DistroSummary[];
  /** Which one it is, and why not a newer one. */
  readonly note: string;
}

/** `onNote` takes what is worth the log: a busy server that is waited for. */
export interface LookOptions {
  readonly signal?: AbortSignal;
  readonly onNote?: OnNote;
}

/** `hurry` ends the wait for other machines that still take the image. */
export interface ExecuteOptions {
  readonly signal?: AbortSignal;
  readonly hurry?: AbortSignal;
}

/** One pipeline under the menu, the command and the tests. */
export interface Session {
  readonly distros: readonly DistroSummary[];
  /** A distro's id, `distro/variant`, an http(s) URL or a path; unknown names throw with the nearest. */
  select(query: string, options?: LookOptions): Promise<ImageSource>;
  /** Looks for a newer catalogue once there is a network. */
  newer?(): Promise<NewerCatalogue>;
  /** Reads a few MB, and the signed checksums. */
  peek(source: ImageSource, options?: LookOptions): Promise<Peek>;
  plan(peek: Peek, choice: BootChoice): BootPlan;
  /** Ends after `exec` (which does not return on a real machine) or with a `failed` event. */
  execute(plan: BootPlan, options?: ExecuteOptions): AsyncIterable<BootEvent>;
}
