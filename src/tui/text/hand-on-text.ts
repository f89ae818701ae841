import type { TuiState } from '../model/state.ts';
import { canHandOn, handsOn } from '../model/tasks.ts';

/** Whether the live system gets the network; undefined where there is nothing to decide. */
export function handOnText(state: TuiState): string | undefined {
  if (!canHandOn(state)) return undefined;
  const what = state.network?.handsOn ?? '';
  return handsOn(state)
    ? `Network: the live system gets ${what} and connects by itself.`
    : `Network: the live system does not get ${what}. n gives it.`;
}
