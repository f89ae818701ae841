import type { MenuConsole } from '../../menu/menu-console.ts';
import type { Console } from './console.ts';

/** A console that shows the menu. */
export interface AttachedConsole extends MenuConsole {
  readonly console: Console;
  detach(): void;
}
