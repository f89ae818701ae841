import { letterCommands } from '../../menu/bindings/letters.ts';
import type { Action } from '../../menu/model/action.ts';
import type { TuiState } from '../../menu/model/state.ts';
import type { Verb } from '../../menu/model/verb.ts';
import type { Page } from '../../menu/text/page.ts';

/**
 * What a typed line means on a page: a number picks, a letter is a command ("e 2": on the second
 * choice), and everything else is text where the page wants text.
 */
export function actionsOf(line: string, page: Page, state: TuiState): readonly Action[] {
  const words = line.trim();
  if (page.ask) return answer(line, page.ask.name);
  if (words === '?') return [act({ verb: 'run', command: 'help' })];
  if (words === 'b') return [act({ verb: 'back' })];
  if (words === '') return page.choices.length === 0 ? [act({ verb: 'choose' })] : [];
  const number = /^\d+$/.exec(words);
  if (number) return [act({ verb: 'choose', row: Number(number[0]) - 1 })];
  const typed = /^(\S)(?: +(\d+))?$/.exec(words);
  const known = letterCommands(state).find(({ letter }) => letter === typed?.[1]);
  if (typed && known) {
    const row = typed[2] === undefined ? {} : { row: Number(typed[2]) - 1 };
    return [act({ verb: 'run', command: known.command, ...row })];
  }
  if (page.searches) return [act({ verb: 'set-field', name: 'search', text: words })];
  return [{ type: 'notice', text: ({ lines }) => lines.meaningless({ words }) }];
}

/** Enters the field: as it is, emptied by a dash, or with the line in place of what stood there. */
function answer(line: string, name: string): readonly Action[] {
  const typed = line.trim();
  const text = typed === '-' ? '' : line;
  const set = typed === '' ? [] : [act({ verb: 'set-field', name, text })];
  return [...set, act({ verb: 'choose' })];
}

function act(verb: Verb): Action {
  return { type: 'verb', verb };
}
