import { describeFailure } from '../boot/run/failure.ts';
import type { Action, Effect } from './model/action.ts';
import { reduce } from './model/reducer.ts';
import type { TuiState } from './model/state.ts';

/** The one state of all consoles. Actions are reduced at once and in order, before anything draws. */
export interface Store {
  readonly state: () => TuiState;
  dispatch(action: Action): void;
  /** Calls `listener` after each change; returns how to stop that. */
  subscribe(listener: (action: Action) => void): () => void;
}

export type RunEffect = (effect: Effect, dispatch: (action: Action) => void) => void;

export function createStore(initial: TuiState, runEffect: RunEffect): Store {
  let state = initial;
  const listeners = new Set<(action: Action) => void>();

  const dispatch = (action: Action) => {
    try {
      reduceAndTell(action);
    } catch (error) {
      // A fault of ours must not end the menu, for nothing stands behind it: it is shown.
      if (action.type === 'fault') throw error;
      dispatch({ type: 'fault', failure: describeFailure(error, 'select'), time: Date.now() });
    }
  };

  const reduceAndTell = (action: Action) => {
    const outcome = reduce(state, action);
    const changed = outcome.state !== state;
    state = outcome.state;
    for (const effect of outcome.effects) runEffect(effect, dispatch);
    if (!changed) return;
    for (const listener of listeners) listener(action);
  };

  return {
    state: () => state,
    dispatch,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
