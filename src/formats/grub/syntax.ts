/**
 * The parts of one word, in order. Quotes are gone; what they meant is in the kind.
 * Backslashes of `text` are still there: they also tell wildcards from plain characters.
 */
export type WordPart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'quoted'; readonly text: string }
  | { readonly kind: 'translated'; readonly text: string }
  | { readonly kind: 'variable'; readonly name: string; readonly quoted: boolean };

export interface Word {
  readonly parts: readonly WordPart[];
}

/** `{ … }` as the last argument of a command: parsed, and as it is written between the braces. */
export interface Block {
  readonly source: string;
  readonly body: readonly Command[];
}

export type Command =
  | {
      readonly type: 'simple';
      readonly words: readonly Word[];
      readonly block: Block | undefined;
      readonly offset: number;
    }
  | {
      readonly type: 'if';
      readonly clauses: readonly {
        readonly condition: readonly Command[];
        readonly body: readonly Command[];
      }[];
      readonly otherwise: readonly Command[];
    }
  | {
      readonly type: 'for';
      readonly name: string;
      readonly words: readonly Word[];
      readonly body: readonly Command[];
    }
  | {
      readonly type: 'while';
      /** `until`: runs as long as the condition fails. */
      readonly until: boolean;
      readonly condition: readonly Command[];
      readonly body: readonly Command[];
    };

/** What may stand at the top of a file; GRUB allows function definitions nowhere else. */
export type Statement =
  | { readonly type: 'command'; readonly command: Command }
  | { readonly type: 'function'; readonly name: string; readonly body: readonly Command[] };
