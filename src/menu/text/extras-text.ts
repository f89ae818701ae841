import type { TuiState } from '../model/state.ts';
import { canHandOn, handsOn, keeps } from '../model/tasks.ts';

/** What is done beside the boot, as it was chosen: a copy kept, the network handed on. */
export function extrasLines(state: TuiState): readonly string[] {
  return [
    ...(keeps(state) ? [`Copy: kept on ${state.setup.keepsOn}, once verified. k drops it.`] : []),
    ...handOnLines(state),
  ];
}

function handOnLines(state: TuiState): readonly string[] {
  if (!canHandOn(state)) return [];
  const what = state.network?.handsOn ?? '';
  return handsOn(state)
    ? [`Network: the live system gets ${what} and connects by itself.`]
    : [`Network: the live system does not get ${what}. n gives it.`];
}
