import type { Texts } from '../core/languages/texts.ts';
import type { TuiState } from '../menu/model/state.ts';

/** What the page says of its own accord, in the menu's language. */
export type PageWords = Texts['page']['words'];

export function pageWords({ language, texts }: TuiState): {
  readonly language: string;
  readonly words: PageWords;
} {
  return { language, words: texts.page.words };
}
