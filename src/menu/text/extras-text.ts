import { parseCmdline } from '../../core/cmdline.ts';
import type { InjectionKind } from '../../core/families/injection.ts';
import { localeParameters } from '../../core/families/localize.ts';
import { say } from '../../core/languages/say.ts';
import type { Texts } from '../../core/languages/texts.ts';
import { clampCursor } from '../model/cursor.ts';
import { topOf } from '../model/outcome.ts';
import type { TuiState } from '../model/state.ts';
import { canHandOn, cmdlineOf, handsOn, injectable, injects, keeps } from '../model/tasks.ts';

/** Notes under the entries, and what was chosen to happen along with the boot. */
export function extrasLines(state: TuiState): readonly string[] {
  const { texts, setup } = state;
  return [
    ...(state.image?.peek.inMemory === undefined ? [] : [texts.entries.inMemory]),
    ...(keeps(state) ? [texts.entries.kept({ place: setup.keepsOn ?? '' })] : []),
    ...localeLines(state),
    ...handOnLines(state),
    ...injectLines(state),
  ];
}

/** "an SSH key, a cloud-init seed" */
export function injectionText(texts: Texts, kinds: readonly InjectionKind[]): string {
  return kinds.map((kind) => texts.injection[kind]).join(', ');
}

/** Of the marked entry: another one may say for itself what it wants. */
function localeLines(state: TuiState): readonly string[] {
  const { image, localize, texts } = state;
  const top = topOf(state);
  if (image === undefined || top.kind !== 'entries') return [];
  const entry = image.rows[clampCursor(top.cursor, image.rows.length)]?.entry;
  if (entry === undefined) return [];
  const line = parseCmdline(cmdlineOf(image, entry));
  const words = localeParameters(image.peek.facts.family, [line], localize).join(' ');
  return words === '' ? [] : [texts.entries.localize({ words })];
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
  const what = say(state.texts, state.network?.handsOn ?? '');
  if (!handsOn(state)) return [entries.noNetwork({ what })];
  return isUnverified(state) ? [entries.networkAsked({ what })] : [entries.network({ what })];
}

function isUnverified({ image }: TuiState): boolean {
  return image?.peek.expectation.kind === 'none';
}
