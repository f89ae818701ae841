import type { ErrorCode } from '../error-codes.ts';
import type { ImageFacts } from '../image/image-facts.ts';
import type { ImageSource } from '../image/image-source.ts';
import type { Trust } from '../image/trust.ts';
import type { PlanProblem } from '../problem.ts';
import type { BootPlan } from './boot-plan.ts';
import type { EntryDifference } from './shown-entry.ts';
import type { Stage } from './stage.ts';

/** A failure as the screen, the log and the JSON lines show it. */
export interface FailureReport {
  readonly code: ErrorCode;
  readonly stage: Stage;
  readonly message: string;
  readonly subject?: string;
  readonly remedy?: string;
  /** What was shown before the download, and what the image has instead. */
  readonly differences?: readonly EntryDifference[];
  /** For bugs only: nobody planned for it. */
  readonly stack?: string;
}

/** How an image is given to other machines. */
export interface ServingReport {
  /** http URLs, one for each address of this machine; none while it has no network. */
  readonly addresses: readonly string[];
  /** Of images, since the start. */
  readonly bytesOut: number;
  /** Who takes something now, and how much has gone there. */
  readonly taking: readonly { readonly address: string; readonly bytes: number }[];
}

/** The hand-over, step by step; each but the last can be undone. */
export type KexecPhase = 'validate' | 'record' | 'load' | 'quiesce' | 'exec';

/** The same for a jump that carries processes; they stand still from `lock` on. */
export type UpgradePhase = KexecPhase | 'predump' | 'lock' | 'dump' | 'verify' | 'persist';

/** The one stream that the TUI folds, the CLI prints and the tests wait for. */
export type BootEvent =
  | { readonly type: 'stage'; readonly stage: Stage; readonly state: 'begin' | 'end' }
  | { readonly type: 'phase'; readonly phase: UpgradePhase; readonly state: 'begin' | 'end' }
  | { readonly type: 'selected'; readonly source: ImageSource }
  | { readonly type: 'facts'; readonly facts: ImageFacts }
  | { readonly type: 'plan'; readonly plan: BootPlan }
  | { readonly type: 'problem'; readonly problem: PlanProblem }
  | {
      readonly type: 'progress';
      readonly stage: Stage;
      readonly bytes: number;
      readonly total: number;
      /** Over the last few seconds. */
      readonly bytesPerSecond: number;
      /** From machines of this network, if there are any. */
      readonly near?: {
        readonly bytes: number;
        readonly machines: number;
        /** Hosts that gave the rest. */
        readonly mirrors: readonly string[];
      };
      /** Absent until a rate is known. */
      readonly secondsLeft?: number;
    }
  | { readonly type: 'trust'; readonly trust: Trust }
  /** The image that is in memory by now has another menu than was shown: this one. */
  | { readonly type: 'choose-again'; readonly facts: ImageFacts; readonly inMemory: string }
  /** Another machine, "ADDRESS:PORT", is not asked any more: it sent what is wrong, or broke the protocol. */
  | { readonly type: 'peer-dropped'; readonly machine: string; readonly reason: string }
  /** Machines still take the image from here; the jump waits for them, so many seconds at most. */
  | { readonly type: 'lingering'; readonly machines: number; readonly secondsLeft: number }
  /** The image in memory is given to other machines; again after each change, until a person ends it. */
  | { readonly type: 'serving'; readonly serving: ServingReport; readonly inMemory: string }
  | { readonly type: 'note'; readonly stage: Stage; readonly text: string }
  | { readonly type: 'failed'; readonly failure: FailureReport };
