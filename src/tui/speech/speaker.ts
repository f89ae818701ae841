import type { TuiState } from '../../menu/model/state.ts';
import { createPresenter } from '../../menu/presenter.ts';
import type { Store } from '../../menu/store.ts';
import { transferText } from '../../menu/text/transfer-text.ts';
import { createNewsReader, question } from '../line-mode/news.ts';
import type { Ear } from './ear.ts';
import { createPacedState } from './paced-state.ts';
import type { Voice } from './voice.ts';

/** Reads the menu aloud, until it is closed. */
export interface Speaker extends Ear {
  close(): void;
}

const progressIntervalMs = 1000;

/** Says what line mode prints, for all consoles together: they show one state. */
export function attachSpeaker(store: Store, voice: Voice): Speaker {
  const presenter = createPresenter(store, { progressIntervalMs });
  const paced = createPacedState();
  const news = createNewsReader();
  let isDue = false;
  let isClosed = false;

  const speak = () => {
    isDue = false;
    if (isClosed) return;
    const state = paced(presenter.state());
    const { lines, page, isWhole, asksAnew } = news.read(state);
    if (lines.length === 0 && !asksAnew) return;
    if (isWhole) voice.hush();
    const passing = passingLines(state);
    const all = asksAnew && page.ask !== undefined ? [...lines, question(page.ask)] : lines;
    voice.say(
      all.map((text) => ({
        text,
        language: state.language,
        ...(passing.has(text) && !isWhole ? { passing: true } : {}),
      })),
    );
  };
  // One answer to a key may take several actions: only where they lead is news.
  const later = () => {
    if (!isDue) queueMicrotask(speak);
    isDue = true;
  };

  const unsubscribe = presenter.subscribe(later);
  const unsubscribeKeys = store.subscribe(({ type }) => {
    if (type === 'key') voice.hush();
  });
  later();

  return {
    pressed: () => voice.hush(),
    typed(text, hidden) {
      const { texts, language } = store.state();
      const { speech } = texts;
      const heard = hidden ? speech.hiddenCharacter : text === ' ' ? speech.blank : text;
      voice.say([{ text: heard, language }]);
    },
    close() {
      isClosed = true;
      unsubscribe();
      unsubscribeKeys();
      presenter.close();
      voice.hush();
    },
  };
}

/** Of a boot that goes on: the next of these makes the last one old. */
function passingLines({ boot, texts }: TuiState): ReadonlySet<string> {
  if (boot === undefined) return new Set();
  const { progress, stages } = texts;
  return new Set([
    ...(boot.stage === undefined ? [] : [progress.now({ stage: stages[boot.stage] })]),
    ...(boot.transfer === undefined ? [] : [transferText(texts, boot.transfer)]),
  ]);
}
