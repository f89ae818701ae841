import { defined } from '../core/defined.ts';
import type { Store } from '../menu/store.ts';
import type { Console } from './console/console.ts';

/** All of them in the log; one line is all that there is room for on the screen. */
export function tellProblems(store: Store, problems: readonly string[]): void {
  for (const text of problems) store.dispatch({ type: 'log', text, time: Date.now() });
  const [first] = problems;
  if (first === undefined) return;
  const count = problems.length;
  store.dispatch({
    type: 'notice',
    text: count === 1 ? first : ({ settings }) => settings.wrong({ count }),
  });
}

/** Keys that were answered before the menu was there have moved the mark on one of the consoles, or searched there. */
export function takeBeginning(store: Store, consoles: readonly Console[]): void {
  for (const { painted, stdin, ui } of consoles) {
    const { marked: item, search } = painted ?? {};
    // Line mode has another search: that is typed there, before what nobody has read yet.
    if (ui === 'line' && search !== undefined) stdin.unshift(Buffer.from(search));
    else if (item !== undefined || search !== undefined) {
      store.dispatch({ type: 'marked', ...defined({ item, search }) });
    }
  }
}

/** Nobody's work is taken from under their hands. */
export function makeWay(store: Store, leave: () => void): () => void {
  let touched = false;
  store.subscribe(({ type }) => {
    touched ||= type === 'key' || type === 'verb' || type === 'marked';
  });
  return () => {
    if (touched) store.dispatch({ type: 'notice', text: ({ settings }) => settings.late });
    else leave();
  };
}

/** A timer only while there is something to count. */
export function countDown(store: Store): () => void {
  let timer: NodeJS.Timeout | undefined;
  const stop = () => {
    clearInterval(timer);
    timer = undefined;
  };
  if (store.state().countdown) {
    timer = setInterval(() => store.dispatch({ type: 'second' }), 1000);
  }
  const unsubscribe = store.subscribe(() => {
    if (!store.state().countdown) stop();
  });
  return () => {
    stop();
    unsubscribe();
  };
}
