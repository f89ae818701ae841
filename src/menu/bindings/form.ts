import type { WrongField } from '../../core/network/form-result.ts';
import type { KeyBinding, On, Press } from '../model/binding.ts';
import type { FieldName } from '../model/form.ts';
import { type Outcome, replaceTop, stay } from '../model/outcome.ts';
import type { TuiState } from '../model/state.ts';
import { editText } from '../model/text-field.ts';
import { editKeys } from './editing.ts';

type FormKind = 'join' | 'address';

/** Keys between the fields of a form and within one; Enter is the form's own. */
export const formBindings: readonly KeyBinding<FormKind>[] = [
  {
    keys: ['tab', 'down', 'up'],
    shown: 'Tab, Up, Down',
    help: 'otherFields',
    when: hasManyFields,
    hint: 'nextField',
    act: ({ state, screen, key }) => {
      const count = screen.fields.length;
      const step = key.name === 'up' ? count - 1 : 1;
      return stay(replaceTop(state, { ...screen, cursor: (screen.cursor + step) % count }));
    },
  },
  { keys: editKeys, shown: 'Letters, arrows', help: 'editField', act: editField },
];

/** What Enter does on every field but the last; undefined there, where it is the form's own. */
export function nextField({ state, screen }: On<FormKind>): Outcome | undefined {
  if (screen.cursor === screen.fields.length - 1) return undefined;
  return stay(replaceTop(state, { ...screen, cursor: screen.cursor + 1 }));
}

/** A wrong field is told, and is the one to be edited then. */
export function editWrong({ state, screen }: On<FormKind>, wrong: WrongField<FieldName>): Outcome {
  const cursor = screen.fields.findIndex(({ name }) => name === wrong.field);
  return stay({
    ...replaceTop(state, { ...screen, cursor: Math.max(0, cursor) }),
    notice: wrong.reason(state.texts.forms),
  });
}

function hasManyFields({ screens }: TuiState): boolean {
  const top = screens.at(-1);
  return top !== undefined && 'fields' in top && top.fields.length > 1;
}

function editField({ state, screen, key }: Press<FormKind>): Outcome {
  const fields = screen.fields.map((item, index) =>
    index === screen.cursor ? { ...item, field: editText(item.field, key) } : item,
  );
  return stay(replaceTop(state, { ...screen, fields }));
}
