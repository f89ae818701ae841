import type { ConfigNote } from '../../formats/config-note.ts';

/** An entry as one configuration has it, whatever the format. */
export interface MenuEntry {
  /** The configuration's own id or label; '' where it gives none. */
  readonly id: string;
  /** '' for a program that says itself what it is. */
  readonly title: string;
  /** Titles of the submenus above, outermost first. */
  readonly above: readonly string[];
  /** The file that defines it. */
  readonly source: string;
  readonly kernel: string;
  readonly initrds: readonly string[];
  readonly cmdline: string;
  readonly default: boolean;
}

/** A title of a menu behind which no Linux kernel lies. */
export interface OtherItem {
  readonly title: string;
  readonly above: readonly string[];
  readonly source: string;
  /** One sentence. */
  readonly reason: string;
}

export interface EvaluatedConfig {
  readonly entries: readonly MenuEntry[];
  readonly others: readonly OtherItem[];
  readonly notes: readonly ConfigNote[];
  /** What a script printed. */
  readonly output: string;
}
