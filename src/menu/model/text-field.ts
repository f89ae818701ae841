import type { Key } from '../keys/key.ts';

/** Longest text that a field takes: the kernel's own limit of a command line on x86, and more. */
const longestText = 4096;

/** One line of text being edited; `at` is the cursor, in code points from the start. */
export interface TextField {
  readonly text: string;
  readonly at: number;
}

export function textField(text: string): TextField {
  return { text, at: [...text].length };
}

/** A field with that text in place of what it had, as far as it fits. */
export function replaceText(text: string): TextField {
  return textField([...text].slice(0, longestText).join(''));
}

/** The field after a key; the same object when the key means nothing to it. */
export function editText(field: TextField, key: Key): TextField {
  const characters = [...field.text];
  const before = characters.slice(0, field.at);
  const after = characters.slice(field.at);
  switch (key.name) {
    case 'text': {
      const room = longestText - characters.length;
      const added = [...key.text].slice(0, Math.max(0, room));
      return join([...before, ...added], after);
    }
    case 'backspace':
      return field.at === 0 ? field : join(before.slice(0, -1), after);
    case 'delete':
      return after.length === 0 ? field : join(before, after.slice(1));
    case 'ctrl-u':
      return join([], after);
    case 'ctrl-w':
      return join(withoutLastWord(before), after);
    case 'left':
      return { text: field.text, at: Math.max(0, field.at - 1) };
    case 'right':
      return { text: field.text, at: Math.min(characters.length, field.at + 1) };
    case 'home':
      return { text: field.text, at: 0 };
    case 'end':
      return { text: field.text, at: characters.length };
    default:
      return field;
  }
}

function join(before: readonly string[], after: readonly string[]): TextField {
  return { text: [...before, ...after].join(''), at: before.length };
}

function withoutLastWord(characters: readonly string[]): readonly string[] {
  const isBlank = (at: number) => /\s/u.test(characters[at - 1] ?? '');
  let end = characters.length;
  while (end > 0 && isBlank(end)) end -= 1;
  while (end > 0 && !isBlank(end)) end -= 1;
  return characters.slice(0, end);
}
