import { withoutHelp } from '../../menu/bindings/help-lines.ts';
import { bindingTables } from '../../menu/bindings/tables.ts';
import type { Binding } from '../../menu/model/binding.ts';
import { topOf } from '../../menu/model/outcome.ts';
import type { ScreenKind } from '../../menu/model/screen.ts';
import type { TuiState } from '../../menu/model/state.ts';

/** A letter that the screen's own table of keys knows: usable as a command, and explained. */
export interface LetterCommand {
  readonly letter: string;
  readonly help: string;
}

export function letterCommands(
  state: TuiState,
  kind = topOf(state).kind,
): readonly LetterCommand[] {
  return lettersOf(withoutHelp(state, kind), kind);
}

function lettersOf<K extends ScreenKind>(state: TuiState, kind: K): readonly LetterCommand[] {
  const bindings: readonly Binding<K>[] = bindingTables[kind];
  return bindings
    .filter((binding) => binding.when?.(state) ?? true)
    .flatMap(({ keys, help }) =>
      keys.flatMap((key) => (typeof key === 'object' ? [{ letter: key.character, help }] : [])),
    );
}
