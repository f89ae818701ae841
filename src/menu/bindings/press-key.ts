import type { Key } from '../keys/key.ts';
import { findBinding, type Press } from '../model/binding.ts';
import type { Outcome } from '../model/outcome.ts';
import { stay, topOf } from '../model/outcome.ts';
import type { ScreenKind } from '../model/screen.ts';
import type { TuiState } from '../model/state.ts';
import { hurry, isLingering } from '../model/tasks.ts';
import { backBindings, commonBindings } from './always.ts';
import { bindingTables } from './tables.ts';

const stopKeys: ReadonlySet<Key['name']> = new Set(['enter', 'escape', 'ctrl-c']);

/** One key on the screen that is on top: everywhere's keys, the screen's own, the way back. */
export function pressKey(state: TuiState, key: Key, console?: string): Outcome {
  // The key that stops the countdown must not also start or leave something.
  const onlyStops = state.countdown !== undefined && stopKeys.has(key.name);
  const quiet = { ...state, countdown: undefined, notice: undefined };
  if (onlyStops) return stay(quiet);
  const screen = topOf(quiet);
  const press = { state: quiet, screen, key, console };
  const common = findBinding(commonBindings, press);
  if (common) return common.act(press);
  const own = pressOwn(screen.kind, { ...press, screen });
  if (own) return own;
  if (screen.kind === 'progress' && isLingering(quiet)) return hurry(quiet);
  const back = findBinding(backBindings, press);
  return back ? back.act(press) : stay(quiet);
}

function pressOwn<K extends ScreenKind>(kind: K, press: Press<K>): Outcome | undefined {
  return findBinding(bindingTables[kind], press)?.act(press);
}
