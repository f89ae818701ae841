import type { Binding } from '../model/binding.ts';
import { topOf } from '../model/outcome.ts';
import type { ScreenKind } from '../model/screen.ts';
import type { TuiState } from '../model/state.ts';
import type { CommandName } from '../model/verb.ts';
import { bindingTables } from './tables.ts';

/** What the screen on top can be asked for now, by its own table, without its way back. */
export function commandsOf(state: TuiState): readonly CommandName[] {
  return commandsIn(state, topOf(state).kind);
}

function commandsIn<K extends ScreenKind>(state: TuiState, kind: K): readonly CommandName[] {
  const bindings: readonly Binding<K>[] = bindingTables[kind];
  return bindings.flatMap(({ command, when }) =>
    command !== undefined && command !== 'back' && (when?.(state) ?? true) ? [command] : [],
  );
}
