import { findCommand, type On } from '../model/binding.ts';
import { type Outcome, stay, topOf } from '../model/outcome.ts';
import type { ScreenKind } from '../model/screen.ts';
import type { TuiState } from '../model/state.ts';
import type { CommandName, Verb } from '../model/verb.ts';
import { backBindings, commonBindings } from './always.ts';
import { markRow } from './mark.ts';
import { setField } from './set-field.ts';
import { bindingTables } from './tables.ts';

/** One verb on the screen that is on top. It ends a countdown, as every key does. */
export function applyVerb(state: TuiState, verb: Verb, console?: string): Outcome {
  const quiet = { ...state, countdown: undefined, notice: undefined };
  switch (verb.verb) {
    case 'choose':
      return onRow(quiet, verb.row, (marked) => runCommand(marked, 'choose', console));
    case 'run':
      return onRow(quiet, verb.row, (marked) => runCommand(marked, verb.command, console));
    case 'set-field':
      return setField(quiet, verb.name, verb.text);
    case 'back':
      return runCommand(quiet, 'back', console);
  }
}

function onRow(
  state: TuiState,
  row: number | undefined,
  act: (marked: TuiState) => Outcome,
): Outcome {
  if (row === undefined) return act(state);
  const marked = markRow(state, row);
  return marked === undefined
    ? stay({ ...state, notice: state.texts.lines.noChoice({ number: row + 1 }) })
    : act(marked);
}

/** The screen's own command of that name, or else one of every screen's. */
function runCommand(state: TuiState, name: CommandName, console: string | undefined): Outcome {
  const screen = topOf(state);
  const on = { state, screen, console };
  const own = runOwn(screen.kind, name, on);
  if (own) return own;
  const common = findCommand([...backBindings, ...commonBindings], name, state);
  return common ? common.act(on) : stay(state);
}

function runOwn<K extends ScreenKind>(kind: K, name: CommandName, on: On<K>): Outcome | undefined {
  return findCommand(bindingTables[kind], name, on.state)?.act(on);
}
