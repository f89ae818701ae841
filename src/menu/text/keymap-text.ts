import type { Texts } from '../../core/languages/texts.ts';
import type { Keymap } from '../model/state.ts';

/** "German": the layout's name in the menu's language. */
export function keymapText({ keymaps }: Texts, { name, title }: Keymap): string {
  const known: Readonly<Record<string, string>> = keymaps ?? {};
  return known[name] ?? title;
}
