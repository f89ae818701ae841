import type { TuiState } from '../model/state.ts';
import { canHandOn, handsOn, keeps } from '../model/tasks.ts';

/** Notes under the entries, and what was chosen to happen along with the boot. */
export function extrasLines(state: TuiState): readonly string[] {
  return [
    ...(state.image?.peek.inMemory === undefined
      ? []
      : ['This is the real menu of the image. The image is already in memory.']),
    ...(keeps(state)
      ? [`Copy: saved to ${state.setup.keepsOn} after verification. Press k to cancel.`]
      : []),
    ...handOnLines(state),
  ];
}

function handOnLines(state: TuiState): readonly string[] {
  if (!canHandOn(state)) return [];
  const what = state.network?.handsOn ?? '';
  if (handsOn(state) && state.image?.peek.expectation.kind === 'none') {
    return [`Network: this image is unverified. You are asked before it gets ${what}.`];
  }
  return handsOn(state)
    ? [`Network: the live system gets ${what} and connects automatically.`]
    : [`Network: the live system does not get ${what}. Press n to pass it on.`];
}
