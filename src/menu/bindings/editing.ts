import type { KeyBinding } from '../model/binding.ts';
import { replaceTop, stay } from '../model/outcome.ts';
import { editText } from '../model/text-field.ts';

/** Keys that edit a line of text. */
export const editKeys = [
  'text',
  'backspace',
  'delete',
  'left',
  'right',
  'home',
  'end',
  'ctrl-u',
  'ctrl-w',
] as const;

/** Edits the one text of a screen. */
export function editBinding(
  named: Pick<KeyBinding<'url'>, 'shown' | 'help'>,
): KeyBinding<'url' | 'cmdline' | 'unverified'> {
  return {
    ...named,
    keys: editKeys,
    act: ({ state, screen, key }) =>
      stay(replaceTop(state, { ...screen, field: editText(screen.field, key) })),
  };
}
