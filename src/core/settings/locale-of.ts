import { defined } from '../defined.ts';
import type { LocaleWish } from '../families/localize.ts';
import type { Settings } from './settings.ts';

/** What the settings say of the person's language; nothing of what they leave open. */
export function localeOf({ lang, keymap, speech }: Settings): LocaleWish {
  return {
    ...defined({ language: lang, keymap }),
    ...(speech === 'yes' ? { speech: true } : {}),
  };
}
