import type { Key } from '../../menu/keys/key.ts';
import type { Action } from '../../menu/model/action.ts';
import type { TuiState } from '../../menu/model/state.ts';
import { letterCommands } from './letters.ts';
import type { Page } from './page.ts';

/**
 * What a typed line means on a page: a number picks, a letter is a command ("e 2": on the second
 * choice), and everything else is text where the page wants text.
 */
export function actionsOf(line: string, page: Page, state: TuiState): readonly Action[] {
  const words = line.trim();
  if (page.ask) return answer(line);
  if (words === '?') return [key('f1')];
  if (words === 'b') return [key('escape')];
  if (words === '') return page.choices.length === 0 ? [key('enter')] : [];
  const number = /^\d+$/.exec(words);
  if (number) return pick(Number(number[0]), page, { name: 'enter' });
  const command = /^(\S)(?: +(\d+))?$/.exec(words);
  const known = letterCommands(state).some(({ letter }) => letter === command?.[1]);
  if (command && known) {
    const press: Key = { name: 'text', text: command[1] ?? '' };
    return command[2] === undefined
      ? [{ type: 'key', key: press }]
      : pick(Number(command[2]), page, press);
  }
  if (page.searches) return [key('ctrl-u'), { type: 'key', key: { name: 'text', text: words } }];
  return [{ type: 'notice', text: `"${words}" means nothing here. Type ? for help.` }];
}

/** Enters the field: as it is, emptied by a dash, or with the line in place of what stood there. */
function answer(line: string): readonly Action[] {
  if (line.trim() === '') return [key('enter')];
  const text: Action = { type: 'key', key: { name: 'text', text: line } };
  return [key('end'), key('ctrl-u'), ...(line.trim() === '-' ? [] : [text]), key('enter')];
}

function pick(number: number, page: Page, press: Key): readonly Action[] {
  if (number < 1 || number > page.choices.length) {
    return [{ type: 'notice', text: `There is no choice ${number}.` }];
  }
  return [{ type: 'pick', index: number - 1, key: press }];
}

function key(name: Exclude<Key['name'], 'text'>): Action {
  return { type: 'key', key: { name } };
}
