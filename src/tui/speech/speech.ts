import { say } from '../../core/languages/say.ts';
import type { Store } from '../../menu/store.ts';
import type { Ear } from './ear.ts';
import { attachSpeaker, type Speaker } from './speaker.ts';
import type { SpeechProblem, Voice } from './voice.ts';

/** A machine that can read its menu aloud. */
export interface SpeechOptions {
  /** From the start on; otherwise it is offered for the first seconds. */
  readonly wanted: boolean;
  /**
   * Resolves to the voice once there is a sound card. What is in the way of it is told. `elsewhere` asks for the
   * next device that plays, after the last one there is the first again.
   */
  readonly open: (
    onProblem: (problem: SpeechProblem) => void,
    options: { readonly elsewhere: boolean },
  ) => Promise<Voice>;
  /** A tone: now a key can be pressed. Resolves when it has been heard, or cannot be. */
  readonly beep: () => Promise<void>;
}

export interface Speech {
  readonly ear: Ear;
  /** Resolves once the menu is read, which takes a sound card. */
  set(on: boolean): Promise<void>;
  /** What was wanted from the start on, or the offer of it. */
  start(): void;
  close(): void;
}

/** How long the offer stands after the tone. */
const offerMs = 15_000;

/** Who turns speech off and on again so soon hears nothing, and is looking for the right loudspeaker. */
const elsewhereMs = 10_000;

/** Turns the voice on and off; `showLines` turns the consoles of the machine to line mode and back. */
export function createSpeech(
  { wanted, open, beep }: SpeechOptions,
  {
    store,
    showLines,
  }: { readonly store: Store; readonly showLines: (on: boolean) => Promise<void> },
): Speech {
  let voice: Promise<Voice> | undefined;
  let speaker: Speaker | undefined;
  let isOpen = false;
  let isOn = wanted;
  let timer: NodeJS.Timeout | undefined;
  let offSince = Number.NEGATIVE_INFINITY;

  const onProblem = (problem: SpeechProblem) => {
    store.dispatch({
      type: 'notice',
      text: (texts) =>
        problem.kind === 'no-card'
          ? texts.speech.noCard
          : texts.speech.failed({ reason: say(texts, problem.reason) }),
    });
  };
  const speak = async () => {
    const elsewhere = isOpen && performance.now() - offSince < elsewhereMs;
    if (elsewhere) voice = undefined;
    voice ??= open(onProblem, { elsewhere });
    const opened = await voice;
    isOpen = true;
    if (isOn) speaker ??= attachSpeaker(store, opened);
  };
  const offer = async () => {
    await beep();
    timer = setTimeout(() => store.dispatch({ type: 'speech-offer-over' }), offerMs);
  };

  return {
    ear: {
      pressed: () => speaker?.pressed(),
      typed: (text, hidden) => speaker?.typed(text, hidden),
    },
    async set(on) {
      isOn = on;
      if (!on) {
        speaker?.close();
        speaker = undefined;
        offSince = performance.now();
      }
      await showLines(on);
      if (on) await speak();
    },
    start() {
      (wanted ? speak() : offer()).catch((error: Error) =>
        onProblem({ kind: 'failed', reason: error.message }),
      );
    },
    close() {
      clearTimeout(timer);
      speaker?.close();
    },
  };
}
