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
  return lines
    .filter((binding) => binding.when?.(state) ?? true)
    .map(({ shown, help, hint }) => ({ shown, help, hint }));
}
