import type { Session } from '../boot/session/session.ts';
import type { LocaleWish } from '../core/families/localize.ts';
import type { ChosenLanguage } from '../core/languages/languages.ts';
import type { NetworkPanel } from '../core/network/panel.ts';
import type { TuiActions } from '../menu/menu-actions.ts';
import type { RemotePanel } from '../menu/model/remote.ts';
import type { LeaveHow } from '../menu/model/screen.ts';
import type {
  AboutSection,
  CachedImage,
  Countdown,
  Keymap,
  Setup,
  SetupChanges,
} from '../menu/model/state.ts';
import type { Store } from '../menu/store.ts';
import type { Console } from './console/console.ts';
import type { SpeechOptions } from './speech/speech.ts';

export interface TuiSettings {
  readonly version: string;
  /** What was wrong with the configuration: told at the start, and in the log. */
  readonly problems?: readonly string[];
  /** Boots this after so many seconds without a key. */
  readonly countdown?: Countdown;
  /** Queries booted before, latest first. */
  readonly recent?: readonly string[];
  readonly cached?: readonly CachedImage[];
  readonly keymaps?: readonly Keymap[];
  readonly about?: readonly AboutSection[];
  /** English without. */
  readonly language?: ChosenLanguage;
  /** The language and the keyboard layout that live systems are given. */
  readonly localize?: LocaleWish;
  readonly host?: Setup['host'];
  /** Live systems are given the network unless the person says otherwise. */
  readonly handsOn?: boolean;
  /** Shown on another screen from the start on. */
  readonly remote?: { readonly encrypted: boolean };
  /** The same for the person's own files. */
  readonly injectsAlways?: boolean;
  /** Live systems are given what they can serve their image with. */
  readonly servesOn?: boolean;
  /** Images can be given to other machines. */
  readonly serves?: boolean;
  /** The ways out that this machine offers: an initramfs cannot quit, a desktop is not switched off. */
  readonly leave: readonly LeaveHow[];
}

export interface TuiOptions {
  readonly session: Session;
  /** At least one. All show one state, and all take keys. */
  readonly consoles: readonly Console[];
  readonly settings: TuiSettings;
  readonly actions: TuiActions;
  readonly network?: NetworkPanel;
  /** Serves the menu of that store to another screen. */
  readonly remote?: (store: Store) => RemotePanel;
  /** The menu can be read aloud. */
  readonly speech?: SpeechOptions;
  /** Consoles that come later: calls back with each; what that returns lets go of it again. */
  readonly arriving?: (attach: (console: Console) => () => void) => void;
  /** What becomes known only after the first frame. */
  readonly updates?: readonly AsyncIterable<SetupChanges>[];
  /** Leaves the menu: its terminal was closed, or somebody asks the program to end. */
  readonly signal?: AbortSignal;
  /** Ends the menu when it resolves, if no key has been pressed by then; else says this. */
  readonly replaced?: Promise<void>;
  /** Called once every console has its first frame, and the keys that were pressed before are answered. */
  readonly onFirstFrame?: () => void;
}
