import { describeFailure } from '../../boot/run/failure.ts';
import { printable } from '../../core/printable.ts';
import { createPresenter } from '../../menu/presenter.ts';
import type { Store } from '../../menu/store.ts';
import type { Page } from '../../menu/text/page.ts';
import { shownAs } from '../console/ascii.ts';
import type { AttachedConsole } from '../console/attached-console.ts';
import type { Console } from '../console/console.ts';
import { createKeyInput } from '../console/key-input.ts';
import { shownState } from '../console/shown-state.ts';
import type { Ear } from '../speech/ear.ts';
import { actionsOf } from './commands.ts';
import { createLineEditor } from './line-editor.ts';
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

  const say = (lines: readonly string[]) => {
    for (const text of lines) console.stdout.write(`${encode(printable(text), console)}\r\n`);
  };
  const prompt = () =>
    console.stdout.write(page?.ask ? `${encode(printable(question(page.ask)), console)}: ` : '> ');

  const editor = createLineEditor({
    write: (text) => console.stdout.write(encode(text, console)),
    onTyped: ear.typed,
    onLine: (line) => {
      if (!page) return;
      answering = true;
      for (const action of actionsOf(line, page, store.state())) {
        store.dispatch('verb' in action ? { ...action, console: console.name } : action);
      }
      answering = false;
      try {
        if (!present() && !suspended) prompt();
      } catch (error) {
        store.dispatch({
          type: 'fault',
          failure: describeFailure(error, 'select'),
          time: Date.now(),
        });
      }
    },
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
    // Over the prompt that waits there.
    console.stdout.write('\r');
    say(lines);
    prompt();
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

function encode(text: string, { charset }: Console): string {
  return [...text]
    .map((character) => (character < ' ' ? character : shownAs(character, charset)))
    .join('');
}
