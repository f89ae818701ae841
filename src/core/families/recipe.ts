import type { Cmdline } from '../cmdline.ts';

export interface RecipeContext {
  /** The medium as the target will see it: `/dev/pmem0`. */
  readonly device: string;
  readonly volumeId: string;
}

/** How one family's initramfs is told that its medium is the whole ISO on a pmem device. */
export interface Recipe {
  /** Parameters of the ISO's own line that would lead it elsewhere. */
  readonly drop: readonly string[];
  /** What is added, given the ISO's own line. */
  readonly add: (cmdline: Cmdline, context: RecipeContext) => readonly string[];
}
