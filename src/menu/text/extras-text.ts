import type { InjectionKind } from '../../core/families/injection.ts';
import type { Texts } from '../../core/languages/texts.ts';
import type { TuiState } from '../model/state.ts';
import { canHandOn, handsOn, injectable, injects, keeps } from '../model/tasks.ts';

/** Notes under the entries, and what was chosen to happen along with the boot. */
export function extrasLines(state: TuiState): readonly string[] {
  const { texts, setup } = state;
  return [
    ...(state.image?.peek.inMemory === undefined ? [] : [texts.entries.inMemory]),
    ...(keeps(state) ? [texts.entries.kept({ place: setup.keepsOn ?? '' })] : []),
    ...handOnLines(state),
    ...injectLines(state),
  ];
}

/** "an SSH key, a cloud-init seed" */
export function injectionText(texts: Texts, kinds: readonly InjectionKind[]): string {
  return kinds.map((kind) => texts.injection[kind]).join(', ');
}

function injectLines(state: TuiState): readonly string[] {
  const kinds = injectable(state);
  if (kinds.length === 0) return [];
  const { entries } = state.texts;
  const what = injectionText(state.texts, kinds);
  if (!injects(state)) return [entries.injectNothing({ what })];
  return isUnverified(state) ? [entries.injectAsked({ what })] : [entries.inject({ what })];
}

function handOnLines(state: TuiState): readonly string[] {
  if (!canHandOn(state)) return [];
  const { entries } = state.texts;
  const what = state.network?.handsOn ?? '';
  if (!handsOn(state)) return [entries.noNetwork({ what })];
  return isUnverified(state) ? [entries.networkAsked({ what })] : [entries.network({ what })];
}

function isUnverified({ image }: TuiState): boolean {
  return image?.peek.expectation.kind === 'none';
}
