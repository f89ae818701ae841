import { describeInjection } from '../../core/families/injection.ts';
import type { TuiState } from '../model/state.ts';
import { canHandOn, handsOn, injectable, injects, keeps } from '../model/tasks.ts';

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
    ...injectLines(state),
  ];
}

function injectLines(state: TuiState): readonly string[] {
  const kinds = injectable(state);
  if (kinds.length === 0) return [];
  const what = describeInjection(kinds);
  if (!injects(state)) return [`Inject: nothing. Press i to give the live system ${what}.`];
  return state.image?.peek.expectation.kind === 'none'
    ? [`Inject: this image is unverified. You are asked before it gets ${what}.`]
    : [`Inject: the live system gets ${what}.`];
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
