import { describeFailure } from '../../boot/run/failure.ts';
import { createPresenter } from '../../menu/presenter.ts';
import type { Store } from '../../menu/store.ts';
import type { Page } from '../../menu/text/page.ts';
import type { AttachedConsole } from '../console/attached-console.ts';
import type { Console } from '../console/console.ts';
import { createKeyInput } from '../console/key-input.ts';
import { shownState } from '../console/shown-state.ts';
import type { Ear } from '../speech/ear.ts';
import { actionsOf } from './commands.ts';
import { createLineEditor } from './line-editor.ts';
import { createLineOutput } from './line-output.ts';
import { createNewsReader, question } from './news.ts';

/** Between two sentences about a download. */
const progressIntervalMs = 10_000;

/** Speaks the menu on one console: sentences, numbered choices, a line of input; never a redraw. */
export function attachLineMode(console: Console, store: Store, ear: Ear): AttachedConsole {
  const presenter = createPresenter(store, { progressIntervalMs });
  const news = createNewsReader();
  let page: Page | undefined;
  let suspended = false;
  /** A line is being carried out, in several steps perhaps: only its end is news. */
  let answering = false;

  const output = createLineOutput(console);
  const say = (lines: readonly string[]) => output.say(lines, page?.ask && question(page.ask));

  const editor = createLineEditor({
    write: output.echo,
    onTyped: ear.typed,
    onLine: (line) => {
      if (!page) return;
      answering = true;
      for (const action of actionsOf(line, page, store.state())) {
        store.dispatch('verb' in action ? { ...action, console: console.name } : action);
      }
      answering = false;
      try {
        if (!present() && !suspended) say([]);
      } catch (error) {
        store.dispatch({
          type: 'fault',
          failure: describeFailure(error, 'select'),
          time: Date.now(),
        });
      }
    },
    onFunctionKey: (key) => store.dispatch({ type: 'key', key, console: console.name }),
    onBack: () => store.dispatch({ type: 'verb', verb: { verb: 'back' }, console: console.name }),
  });

  /** Whether there was anything to say; there is a prompt behind it then. */
  const present = (): boolean => {
    if (suspended || answering) return false;
    const {
      lines,
      page: next,
      asksAnew,
    } = news.read(shownState(presenter.state(), console.charset));
    page = next;
    editor.hide(next.ask?.hidden ?? false);
    if (lines.length === 0 && !asksAnew) return false;
    say(lines);
    return true;
  };

  const input = createKeyInput(console, (key) => {
    ear.pressed();
    editor.press(key);
  });
  const unsubscribe = presenter.subscribe(present);
  const redraw = () => {
    news.forget();
    present();
  };
  input.start();
  redraw();

  return {
    console,
    redraw,
    suspend() {
      suspended = true;
      input.stop();
    },
    resume() {
      suspended = false;
      input.start();
      redraw();
    },
    detach() {
      suspended = true;
      unsubscribe();
      presenter.close();
      input.close();
    },
  };
}
