import type { Cmdline } from '../cmdline.ts';
import type { InjectionRules } from './injection.ts';
import type { LocaleRules } from './locale-rules.ts';

/** What is known of an entry and of the image around it. */
export interface FamilyEvidence {
  /** The entry's own, from the image's menu. */
  readonly cmdline: string;
  /** Lines of the menu's other entries that start the same initrds. */
  readonly siblings?: readonly string[];
  readonly kernel: string;
  readonly initrds: readonly string[];
  /** Those of `layoutPaths` that the image holds. */
  readonly layout: ReadonlySet<string>;
  /** Paths in the entry's initrds, relative to their root; absent until they were read. */
  readonly initrd?: ReadonlySet<string>;
}

/** How an image of the family is recognized. */
export interface FamilyClues {
  /** Paths that only this family's generator puts into an initrd. */
  readonly initrd: (paths: ReadonlySet<string>) => boolean;
  /** Parameters that only its scripts read. */
  readonly parameters: (cmdline: Cmdline, evidence: FamilyEvidence) => boolean;
  /** Paths of the image, and what they and the entry's files say when nothing else does. */
  readonly layout?: {
    readonly paths: readonly string[];
    readonly matches: (evidence: FamilyEvidence) => boolean;
  };
  /** The same for docs/inspect.md; a test takes each of the first two as it stands. */
  readonly shown: {
    readonly initrd: readonly string[];
    readonly parameters: readonly string[];
    /** Markdown. */
    readonly layout: string;
  };
}

export interface RecipeContext {
  /** The medium as the target will see it: `/dev/pmem0`. */
  readonly device: string;
  readonly volumeId: string;
  /** As the family's `dialect` told it; absent if it told nothing. */
  readonly dialect?: string;
}

/** How one family's initramfs learns that its medium is the whole ISO on a block device. */
export interface Recipe {
  /** Parameters of the ISO's own line that would lead it elsewhere. */
  readonly drop: readonly string[];
  /** What is added. */
  readonly add: readonly string[];
}

/** How far somebody has gone with a family: to a login, through its scripts, or not far enough. */
export type Seen = 'booted' | 'read' | 'unsettled';

/** All that webboot knows of one initramfs generator. */
export interface FamilyRules {
  readonly clues: FamilyClues;
  /**
   * How this image's build of the family differs from others: a word of lower-case letters, digits
   * and `_`. Undefined while it is not known.
   */
  readonly dialect?: (evidence: FamilyEvidence) => string | undefined;
  /** Looked up in the generator's own scripts, given the ISO's own line. */
  readonly recipe: (cmdline: Cmdline, context: RecipeContext) => Recipe;
  /** Why an initramfs does without the image that it came from; undefined if it needs it. */
  readonly withoutMedium?: (evidence: FamilyEvidence) => string | undefined;
  /**
   * Its scripts take any block device by its name, so the image may travel in the initramfs; or
   * the dialects of which this is so.
   */
  readonly carriesImage: boolean | readonly string[];
  /** Its initramfs lets something be added that runs once the live system's root is mounted. */
  readonly takesNetwork: boolean;
  /** How its live system is told the person's language and keyboard; absent: not at all. */
  readonly localizes?: LocaleRules;
  /** What else a person may give the live system; absent: nothing. */
  readonly injects?: InjectionRules;
  /** A folder of the image whose files the initramfs is to have at another place. */
  readonly copies?: { readonly from: string; readonly to: string };
  readonly seen: Seen;
  /** What is not known of it, for a person: a sentence. Given if `seen` is 'unsettled'. */
  readonly unsettled?: string;
  /** For docs/compatibility.md, in Markdown. */
  readonly notes: string;
}
