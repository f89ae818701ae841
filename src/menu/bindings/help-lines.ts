import { closeTop, topOf } from '../model/outcome.ts';
import type { ScreenKind } from '../model/screen.ts';
import type { TuiState } from '../model/state.ts';
import { backBindings, commonBindings } from './always.ts';
import { bindingTables } from './tables.ts';

export interface HelpLine {
  readonly shown: string;
  readonly help: string;
  readonly hint: string | undefined;
}

/** The keys of a screen, from the tables that handle them: its own, back, and everywhere's. */
export function helpLines(state: TuiState, kind: ScreenKind): readonly HelpLine[] {
  const lines = [...bindingTables[kind], ...backBindings, ...commonBindings];
  const asked = withoutHelp(state, kind);
  return lines
    .filter((binding) => binding.when?.(asked) ?? true)
    .map(({ shown, help, hint }) => ({ shown, help, hint }));
}

/** Which keys there are is up to the screen that is asked about, not to the help over it. */
export function withoutHelp(state: TuiState, about: ScreenKind): TuiState {
  return topOf(state).kind === about ? state : closeTop(state);
}
