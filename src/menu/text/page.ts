/** A screen as sentences and numbered choices, for speech and for terminals that only print. */
export interface Page {
  readonly title: string;
  readonly sentences: readonly string[];
  readonly choices: readonly string[];
  /** The page asks for a line of text; the label says which. */
  readonly ask?: {
    /** The field that the line goes into, as the verb `set-field` calls it. */
    readonly name: string;
    readonly label: string;
    /** What stands there already. */
    readonly text: string;
    readonly hidden: boolean;
  };
  /** What is typed is searched for. */
  readonly searches?: boolean;
}

export function page(title: string, sentences: readonly string[] = []): Page {
  return { title, sentences, choices: [] };
}
