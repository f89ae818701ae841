import type { Binding } from '../model/binding.ts';
import { topOf } from '../model/outcome.ts';
import type { ScreenKind } from '../model/screen.ts';
import type { TuiState } from '../model/state.ts';
import type { CommandName } from '../model/verb.ts';
import { withoutHelp } from './help-lines.ts';
import { bindingTables } from './tables.ts';

/** A command that the screen's own table has a letter for: usable as a word, and explained. */
export interface LetterCommand {
  readonly letter: string;
  readonly command: CommandName;
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
  return bindings.flatMap((binding) => {
    const { command, keys, help, when } = binding;
    if (command === undefined || !(when?.(state) ?? true)) return [];
    const text = state.texts.help[help];
    return keys.flatMap((key) =>
      typeof key === 'object' ? [{ letter: key.character, command, help: text }] : [],
    );
  });
}
