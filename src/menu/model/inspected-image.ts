import type { Peek } from '../../boot/session/session.ts';
import type { BootEntry } from '../../core/image/image-facts.ts';
import type { BootPlan } from '../../core/plan/boot-plan.ts';
import type { CmdlineEdit } from '../../core/plan/cmdline-edit.ts';

/** A boot entry of the image, and what a boot of it would do. */
export interface EntryRow {
  readonly entry: BootEntry;
  readonly plan: BootPlan;
}

/** An image that was looked at, with what a boot of each of its entries would do. */
export interface InspectedImage {
  readonly query: string;
  readonly peek: Peek;
  readonly rows: readonly EntryRow[];
  /** To be copied to the stick once it is verified. */
  readonly keep?: boolean;
  /** The live system is to be given the network; absent: not chosen. */
  readonly handOn?: boolean;
  /** The live system is to be given the person's files; absent: not chosen. */
  readonly inject?: boolean;
  /** What the person changed of command lines, and accepted, by entry id, which may be any word. */
  readonly edits: ReadonlyMap<string, CmdlineEdit>;
}
