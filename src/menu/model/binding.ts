import type { Key, KeyName } from '../keys/key.ts';
import type { Outcome } from './outcome.ts';
import type { ScreenKind, ScreenOf } from './screen.ts';
import type { TuiState } from './state.ts';

/** A key's name, a literal character, or any text. */
type KeyPattern = KeyName | { readonly character: string } | 'text';

export interface Press<K extends ScreenKind> {
  readonly state: TuiState;
  readonly screen: ScreenOf<K>;
  readonly key: Key;
  /** Name of the console that the key was pressed on. */
  readonly console: string | undefined;
}

/** One row of a screen's table of keys: it handles them, and it is their documentation. */
export interface Binding<K extends ScreenKind> {
  readonly keys: readonly KeyPattern[];
  /** As the help names them: "Up, Down". Empty: not shown (another row speaks for it). */
  readonly shown: string;
  readonly help: string;
  /** For the line of keys at the bottom: the shortest possible. Absent: only in the help. */
  readonly hint?: string;
  /** Absent: always. */
  readonly when?: (state: TuiState) => boolean;
  readonly act: (press: Press<K>) => Outcome;
}

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
