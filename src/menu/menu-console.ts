/** A console that shows the menu, as far as the menu itself acts on it. */
export interface MenuConsole {
  /** "/dev/ttyS0" */
  readonly console: { readonly name: string };
  /** Draws everything again: something else may have written there. */
  redraw(): void;
  /** Leaves the console to another program, and comes back. */
  suspend(): void;
  resume(): void;
}
