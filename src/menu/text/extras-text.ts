import type { TuiState } from '../model/state.ts';
import { canHandOn, handsOn, keeps } from '../model/tasks.ts';

/** What a person should know beside the entries; what is done beside the boot, as it was chosen. */
export function extrasLines(state: TuiState): readonly string[] {
  return [
    ...(state.image?.peek.inMemory === undefined
      ? []
      : ['This is the real menu of the image, which is in memory already.']),
    ...(keeps(state) ? [`Copy: kept on ${state.setup.keepsOn}, once verified. k drops it.`] : []),
    ...handOnLines(state),
  ];
}

function handOnLines(state: TuiState): readonly string[] {
  if (!canHandOn(state)) return [];
  const what = state.network?.handsOn ?? '';
  if (handsOn(state) && state.image?.peek.expectation.kind === 'none') {
    return [`Network: nobody vouches for this image. You are asked whether it gets ${what}.`];
  }
  return handsOn(state)
    ? [`Network: the live system gets ${what} and connects by itself.`]
    : [`Network: the live system does not get ${what}. n gives it.`];
}
