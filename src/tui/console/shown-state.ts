import { type LanguageCode, languageOf } from '../../core/languages/languages.ts';
import { mapTexts } from '../../core/languages/map-texts.ts';
import type { Texts } from '../../core/languages/texts.ts';
import type { TuiState } from '../../menu/model/state.ts';
import { hasCharacter } from './ascii.ts';
import type { Charset } from './console.ts';

const made = new WeakMap<Texts, Map<Charset, Texts>>();

/**
 * The state with its texts as a console of that charset can show them: "ae" where it has no "ä". That happens
 * before anything is laid out, because the texts get longer.
 */
export function shownState(state: TuiState, charset: Charset): TuiState {
  const change = changeFor(state.language, charset);
  if (change === undefined) return state;
  const { notice } = state;
  return {
    ...state,
    texts: textsFor(state.texts, charset, change),
    notice: notice === undefined ? undefined : change(notice),
  };
}

/** A language's texts as a console of that charset can show them. */
export function shownTexts(texts: Texts, language: LanguageCode, charset: Charset): Texts {
  const change = changeFor(language, charset);
  return change === undefined ? texts : textsFor(texts, charset, change);
}

/** Undefined if the charset has all letters of the language. */
function changeFor(
  language: LanguageCode,
  charset: Charset,
): ((text: string) => string) | undefined {
  const replacements = Object.entries(languageOf(language).inAscii).filter(
    ([character]) => !hasCharacter(character, charset),
  );
  if (replacements.length === 0) return undefined;
  return (text) =>
    replacements.reduce((changed, [from, to]) => changed.replaceAll(from, inCase(to)), text);
}

/** "UE" among capital letters, "Ue" before small ones. */
function inCase(to: string): (from: string, at: number, text: string) => string {
  return (from, at, text) => {
    const around =
      text.slice(Math.max(0, at - 1), at) + text.slice(at + from.length, at + from.length + 1);
    return /\p{Lu}/u.test(around) && /\p{Lu}/u.test(from) ? to.toUpperCase() : to;
  };
}

function textsFor(texts: Texts, charset: Charset, change: (text: string) => string): Texts {
  const known = made.get(texts) ?? new Map<Charset, Texts>();
  made.set(texts, known);
  const shown = known.get(charset) ?? mapTexts(texts, change);
  known.set(charset, shown);
  return shown;
}
