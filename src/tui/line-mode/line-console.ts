import { describeFailure } from '../../boot/run/failure.ts';
import { printable } from '../../core/printable.ts';
import { letterCommands } from '../../menu/bindings/letters.ts';
import type { TuiState } from '../../menu/model/state.ts';
import { createPresenter } from '../../menu/presenter.ts';
import type { Store } from '../../menu/store.ts';
import type { Page } from '../../menu/text/page.ts';
import { pageOf } from '../../menu/text/page-of.ts';
import { statusText } from '../../menu/text/status-text.ts';
import { shownAs } from '../console/ascii.ts';
import type { AttachedConsole } from '../console/attached-console.ts';
import type { Console } from '../console/console.ts';
import { createKeyInput } from '../console/key-input.ts';
import { shownState } from '../console/shown-state.ts';
import { actionsOf } from './commands.ts';
import { createLineEditor } from './line-editor.ts';

/** Between two sentences about a download. */
const progressIntervalMs = 10_000;

/** Speaks the menu on one console: sentences, numbered choices, a line of input; never a redraw. */
export function attachLineMode(console: Console, store: Store): AttachedConsole {
  const presenter = createPresenter(store, { progressIntervalMs });
  let page: Page | undefined;
  let status = '';
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
    const state = shownState(presenter.state(), console.charset);
    const next = pageOf(state);
    const lines = page?.title === next.title ? changes(page, next) : whole(next, state);
    const nextStatus = statusText(state);
    const isNews = nextStatus !== '' && withoutDigits(nextStatus) !== withoutDigits(status);
    const askedAnew = page?.ask?.label !== next.ask?.label;
    page = next;
    status = nextStatus;
    editor.hide(next.ask?.hidden ?? false);
    const news = isNews ? [...lines, nextStatus] : lines;
    if (news.length === 0 && !askedAnew) return false;
    // Over the prompt that waits there.
    console.stdout.write('\r');
    say(news);
    prompt();
    return true;
  };

  const input = createKeyInput(console, (key) => editor.press(key));
  const unsubscribe = presenter.subscribe(present);
  const redraw = () => {
    page = undefined;
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

function whole(page: Page, state: TuiState): readonly string[] {
  return ['', `${page.title}.`, ...page.sentences, ...numbered(page.choices), ...how(page, state)];
}

/** Only what is new on a page that is open already. */
function changes(before: Page, after: Page): readonly string[] {
  const sentences = after.sentences.filter((text) => !before.sentences.includes(text));
  const same = before.choices.join('\n') === after.choices.join('\n');
  return same ? sentences : [...sentences, ...numbered(after.choices)];
}

function numbered(choices: readonly string[]): readonly string[] {
  return choices.map((choice, index) => `${index + 1}. ${choice}`);
}

function how(page: Page, state: TuiState): readonly string[] {
  const { lines } = state.texts;
  if (page.ask) {
    const keep = page.ask.text === '' ? [] : [lines.keep];
    return [[lines.type, ...keep, lines.escape].join(' ')];
  }
  const letters = letterCommands(state).map(({ letter, help }) => `${letter}: ${help}.`);
  if (page.searches) return [...letters, lines.search];
  return [...letters, page.choices.length > 0 ? lines.number : lines.back];
}

type Ask = NonNullable<Page['ask']>;

/** "Address (192.168.1.20/24)" */
function question({ label, text, hidden }: Ask): string {
  return text === '' || hidden ? label : `${label} (${text})`;
}

function withoutDigits(text: string): string {
  return text.replace(/[\d.]+/g, '');
}

function encode(text: string, { charset }: Console): string {
  return [...text]
    .map((character) => (character < ' ' ? character : shownAs(character, charset)))
    .join('');
}
