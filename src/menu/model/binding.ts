import type { Texts } from '../../core/languages/texts.ts';
import type { Key, KeyName } from '../keys/key.ts';
import type { Outcome } from './outcome.ts';
import type { ScreenKind, ScreenOf } from './screen.ts';
import type { TuiState } from './state.ts';
import type { CommandName } from './verb.ts';

/** A key's name, a literal character, or any text. */
type KeyPattern = KeyName | { readonly character: string } | 'text';

/** Where a command is met. */
export interface On<K extends ScreenKind> {
  readonly state: TuiState;
  readonly screen: ScreenOf<K>;
  /** Name of the console that asked for it. */
  readonly console: string | undefined;
}

export interface Press<K extends ScreenKind> extends On<K> {
  readonly key: Key;
}

export type HintName = keyof Texts['hints'];

/** One row of a screen's table of keys: it handles them, and it is their documentation. */
interface Row {
  /** None: asked for by its name only. */
  readonly keys: readonly KeyPattern[];
  /** As the help names them: "Up, Down". Empty: not shown (another row speaks for it). */
  readonly shown: string;
  readonly help: keyof Texts['help'];
  /** For the line of keys at the bottom: the shortest possible. Absent: only in the help. */
  readonly hint?: HintName;
  /** Absent: always. */
  readonly when?: (state: TuiState) => boolean;
}

/** Can be asked for by name as well: what it does is the same whatever asked for it. */
export interface Command<K extends ScreenKind> extends Row {
  readonly command: CommandName;
  readonly act: (on: On<K>) => Outcome;
}

/** Edits, moves or scrolls by the key that was pressed. */
export interface KeyBinding<K extends ScreenKind> extends Row {
  readonly command?: never;
  readonly act: (press: Press<K>) => Outcome;
}

export type Binding<K extends ScreenKind> = Command<K> | KeyBinding<K>;

function matchesKey(pattern: KeyPattern, key: Key): boolean {
  if (typeof pattern === 'string') return pattern === key.name;
  return key.name === 'text' && key.text === pattern.character;
}

export function findBinding<K extends ScreenKind>(
  bindings: readonly Binding<K>[],
  press: Press<K>,
): Binding<K> | undefined {
  return bindings.find(
    (binding) =>
      (binding.when?.(press.state) ?? true) &&
      binding.keys.some((pattern) => matchesKey(pattern, press.key)),
  );
}

export function findCommand<K extends ScreenKind>(
  bindings: readonly Binding<K>[],
  name: CommandName,
  state: TuiState,
): Command<K> | undefined {
  return bindings.find(
    (binding): binding is Command<K> => binding.command === name && (binding.when?.(state) ?? true),
  );
}
