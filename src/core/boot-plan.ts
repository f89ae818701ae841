import type { BootEntry } from './image-facts.ts';
import type { ImageSource } from './image-source.ts';
import type { Reservation } from './memory-map.ts';
import type { PlanProblem } from './problem.ts';
import type { Expectation } from './trust.ts';

/** One act of a boot, in the order in which they run. Plain data: it prints, and it can be kept. */
export type BootStep =
  | { readonly op: 'reserve'; readonly reservation: Reservation; readonly device: string }
  | {
      readonly op: 'acquire';
      readonly locations: readonly string[];
      readonly device: string;
      readonly bytes: number;
    }
  | { readonly op: 'verify'; readonly expectation: Expectation }
  | { readonly op: 'extract'; readonly kernel: string; readonly initrds: readonly string[] }
  | { readonly op: 'graft'; readonly device: string }
  | { readonly op: 'load'; readonly cmdline: string }
  | { readonly op: 'exec' };

/** What a boot would do; `problems` with a blocker means that it would not be started. */
export interface BootPlan {
  readonly source: ImageSource;
  readonly entry: BootEntry;
  readonly steps: readonly BootStep[];
  readonly problems: readonly PlanProblem[];
}
