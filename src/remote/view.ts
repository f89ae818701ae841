import type { ScreenKind } from '../menu/model/screen.ts';
import type { CommandName } from '../menu/model/verb.ts';
import type { Verdict } from '../menu/text/entry-text.ts';
import type { PageWords } from './page-words.ts';

/** What the page shows: one screen of the menu as plain data. Texts are printable, on one line each. */
export interface View {
  readonly kind: ScreenKind;
  /** ISO 639-1. */
  readonly language: string;
  /** What the page says of its own accord. */
  readonly words: PageWords;
  /** Of this screen, unlike those of the screens before and after it. */
  readonly screen: string;
  readonly title: string;
  /** A notice, a countdown, or the boot that goes on behind this screen; '' for none. */
  readonly status: string;
  /** "eth0 192.168.1.20" */
  readonly network: string;
  readonly sentences: readonly string[];
  readonly rows: readonly Row[];
  /** What is searched for; absent: nothing can be. */
  readonly search?: string;
  readonly fields: readonly Field[];
  /** What the screen's main button says; absent: it has none. */
  readonly submit?: { readonly label: string; readonly command: 'choose' | 'submit' };
  readonly commands: readonly Command[];
  readonly canGoBack: boolean;
  readonly steps: readonly Step[];
  /** Of the download; absent: none is under way. */
  readonly transfer?: { readonly percent: number; readonly text: string };
  /** There is a report of a failure to be saved. */
  readonly hasReport: boolean;
}

export interface Row {
  /** The row's place in the menu's own list. */
  readonly row: number;
  /** Unlike every other row's of the list. */
  readonly key: string;
  readonly name: string;
  /** '' for none. */
  readonly note: string;
  readonly marked: boolean;
  readonly verdict?: Verdict;
  /** Further things to do with this row. */
  readonly commands: readonly Command[];
}

export interface Field {
  /** As the verb `set-field` calls it. */
  readonly name: string;
  readonly label: string;
  /** Always empty if it is hidden: no passphrase leaves the machine. */
  readonly text: string;
  readonly hidden: boolean;
}

export interface Command {
  readonly command: CommandName;
  readonly label: string;
}

export interface Step {
  readonly state: 'done' | 'now' | 'skipped' | 'waiting';
  readonly text: string;
}
