import type { LanguageCode } from '../core/languages/languages.ts';
import type { MenuConsole } from './menu-console.ts';

/** For every start from now on. */
export type KeptChoice = { readonly lang: LanguageCode } | { readonly keymap: string };

/** What the menu can have done beside booting; an absent one is not offered. */
export interface TuiActions {
  /** Runs a rescue shell on that console and resolves when it is left. */
  readonly shell?: (console: MenuConsole['console']) => Promise<void>;
  /** Loads one of `settings.keymaps` for the keyboard of the screen. */
  readonly loadKeymap?: (name: string) => Promise<void>;
  /** Keeps the log for after the boot; resolves to where. */
  readonly saveLog?: (lines: readonly string[]) => Promise<string>;
  /** A boot of this query was started: to be offered first next time. */
  readonly remember?: (query: string) => void;
  /** The person wants this language, or this keyboard layout, from now on. */
  readonly keepChoice?: (choice: KeptChoice) => Promise<void>;
  /** Every line of the log, as it comes. */
  readonly log?: (line: string) => void;
}
