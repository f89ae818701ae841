import type { Texts } from '../../core/languages/texts.ts';
import type { HintName } from '../model/binding.ts';
import { closeTop, topOf } from '../model/outcome.ts';
import type { ScreenKind } from '../model/screen.ts';
import type { TuiState } from '../model/state.ts';
import { backBindings, commonBindings } from './always.ts';
import { bindingTables } from './tables.ts';

export interface HelpLine {
  readonly shown: string;
  readonly help: string;
  /** For the line of keys; absent: only in the help. */
  readonly hint?: { readonly name: HintName; readonly text: string };
}

/** The keys of a screen, from the tables that handle them: its own, back, and everywhere's. */
export function helpLines(state: TuiState, kind: ScreenKind): readonly HelpLine[] {
  const lines = [...bindingTables[kind], ...backBindings, ...commonBindings];
  const asked = withoutHelp(state, kind);
  const { texts } = state;
  return lines
    .filter((binding) => binding.when?.(asked) ?? true)
    .map(({ shown, help, hint: name }) => ({
      shown: namedKeys(texts, shown),
      help: texts.help[help],
      ...(name === undefined ? {} : { hint: { name, text: texts.hints[name] } }),
    }));
}

/** "Up, Down" as the keyboards of the language call them. */
function namedKeys({ keyNames }: Texts, shown: string): string {
  const names: Readonly<Record<string, string>> = keyNames;
  return shown
    .split(', ')
    .map((key) => names[key] ?? key.replace(/^Ctrl(?=-)/, keyNames.Ctrl))
    .join(', ');
}

/** Which keys there are is up to the screen that is asked about, not to the help over it. */
export function withoutHelp(state: TuiState, about: ScreenKind): TuiState {
  return topOf(state).kind === about ? state : closeTop(state);
}
