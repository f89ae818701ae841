import type { Console } from './console.ts';

/** A console that shows the menu. */
export interface AttachedConsole {
  readonly console: Console;
  /** Draws everything again: something else may have written there. */
  redraw(): void;
  /** Leaves the console to another program, and comes back. */
  suspend(): void;
  resume(): void;
  detach(): void;
}
