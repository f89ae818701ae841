import { type Outcome, replaceTop, stay, topOf } from '../model/outcome.ts';
import type { TuiState } from '../model/state.ts';
import { replaceText } from '../model/text-field.ts';
import { askByMethod } from './join.ts';

/** Puts `text` into a field of the screen on top; what has no such field stays as it is. */
export function setField(state: TuiState, name: string, text: string): Outcome {
  const top = topOf(state);
  switch (top.kind) {
    case 'home':
      return name === 'search'
        ? stay(replaceTop(state, { ...top, query: replaceText(text.trimStart()).text, cursor: 0 }))
        : stay(state);
    case 'url':
    case 'cmdline':
    case 'unverified':
      return name === oneField[top.kind]
        ? stay(replaceTop(state, { ...top, field: replaceText(text) }))
        : stay(state);
    case 'join':
    case 'address': {
      const fields = top.fields.map((item) =>
        item.name === name ? { ...item, field: replaceText(text) } : item,
      );
      return askByMethod(stay(replaceTop(state, { ...top, fields })));
    }
    default:
      return stay(state);
  }
}

/** What the one text of a screen is called. */
export const oneField = { url: 'address', cmdline: 'cmdline', unverified: 'word' } as const;
