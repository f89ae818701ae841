import { FormatError } from '../../errors.ts';
import type { FileTree } from '../../ports/file-tree.ts';
import { type Budget, grubLimits } from './budget.ts';
import type { Environment } from './environment.ts';
import type { Word, WordPart } from './syntax.ts';
import { expandTranslated } from './translated.ts';
import { escapePattern, expandWildcard, hasWildcard, unescapePattern } from './wildcard.ts';

/** One argument of a command. */
export interface Field {
  readonly text: string;
  /** Ends where a variable had no value, so that a `key=` has lost the value it was to have. */
  readonly unresolved: boolean;
}

export interface ExpansionContext {
  readonly env: Environment;
  /** `$1`, `$2` … of the function or menu entry; `undefined` outside of any. */
  readonly params: readonly string[] | undefined;
  readonly budget: Budget;
  readonly tree: FileTree;
  /** Whether `*` and `?` name files: only after `insmod regexp`, as in GRUB. */
  readonly wildcards: boolean;
}

interface Draft {
  /** `undefined`: nothing yet, so the argument vanishes when nothing follows. */
  pattern: string | undefined;
  unresolved: boolean;
}

/** Words to arguments: variables, splitting, quotes, wildcards, in GRUB's own order and rules. */
export async function expandWords(
  words: readonly Word[],
  context: ExpansionContext,
): Promise<readonly Field[]> {
  const drafts: Draft[] = [];
  const begin = () => {
    if (drafts.length > 0 && drafts.at(-1)?.pattern === undefined) return;
    if (drafts.length >= grubLimits.words) {
      throw new FormatError('grub', 0, `more than ${grubLimits.words} arguments`);
    }
    drafts.push({ pattern: undefined, unresolved: false });
  };
  const append = (text: string, unresolved: boolean) => {
    const draft = drafts.at(-1);
    if (draft === undefined) return;
    draft.pattern = (draft.pattern ?? '') + text;
    draft.unresolved = unresolved;
    context.budget.spendSteps(Math.ceil(text.length / 256));
    if (draft.pattern.length > grubLimits.wordLength) {
      throw new FormatError('grub', 0, `an argument over ${grubLimits.wordLength} characters`);
    }
  };
  for (const word of words) {
    begin();
    for (const part of word.parts) expandPart(part, context, { begin, append, drafts });
  }
  const fields: Field[] = [];
  for (const { pattern, unresolved } of drafts) {
    if (pattern === undefined) continue;
    const files =
      context.wildcards && hasWildcard(pattern)
        ? await expandWildcard(pattern, context.tree, context.budget)
        : [];
    if (files.length === 0) fields.push({ text: unescapePattern(pattern), unresolved });
    for (const file of files) fields.push({ text: file, unresolved: false });
  }
  return fields;
}

function expandPart(
  part: WordPart,
  context: ExpansionContext,
  to: {
    readonly begin: () => void;
    readonly append: (text: string, unresolved: boolean) => void;
    readonly drafts: readonly Draft[];
  },
): void {
  switch (part.kind) {
    case 'text':
      to.append(part.text, false);
      return;
    case 'quoted': {
      // The empty rest of "…$x" doesn't hide that $x had no value.
      const unresolved = part.text === '' && (to.drafts.at(-1)?.unresolved ?? false);
      to.append(escapePattern(part.text), unresolved);
      return;
    }
    case 'translated':
      to.append(escapePattern(expandTranslated(part.text, context.env, context.params)), false);
      return;
    case 'variable': {
      const values = variableValues(part.name, part.quoted, context);
      const unresolved = isUnresolved(part.name, context);
      values.forEach((value, index) => {
        if (index > 0) to.begin();
        to.append(part.quoted ? escapePattern(value) : escapeUnquoted(value), unresolved);
      });
      const draft = to.drafts.at(-1);
      if (values.length === 0 && draft !== undefined) draft.unresolved = true;
    }
  }
}

function isUnresolved(name: string, context: ExpansionContext): boolean {
  return /^[A-Za-z_]/.test(name) && context.env.isUnresolved(name);
}

/** The pieces that a variable adds: the first to the argument at hand, each further one its own. */
function variableValues(
  name: string,
  quoted: boolean,
  { env, params, budget }: ExpansionContext,
): readonly string[] {
  const words = (value: string) => value.split(/[ \t\r\n]+/).filter((word) => word !== '');
  if (name === '#') return params === undefined ? [] : [String(params.length)];
  if (name === '*' || name === '@') {
    if (params === undefined || params.length === 0) return [];
    budget.spendSteps(params.length);
    if (!quoted) return params.flatMap(words);
    return name === '*' ? [params.join(' ')] : params;
  }
  const value = /^\d/.test(name) ? (params?.[Number(name) - 1] ?? '') : env.get(name);
  if (value === '') return [];
  return quoted ? [value] : words(value);
}

/** A variable's `*` stays a wildcard; its backslashes stay backslashes. */
function escapeUnquoted(value: string): string {
  return value.replace(/\\([?*])?/g, (_match, wildcard?: string) =>
    wildcard === undefined ? '\\\\' : `\\\\\\${wildcard}`,
  );
}
