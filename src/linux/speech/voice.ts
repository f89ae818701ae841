import type { LanguageCode } from '../../core/languages/languages.ts';
import { spokenLines } from '../../core/speech/spoken-text.ts';

/** A line that is being said. */
export interface Utterance {
  /** Resolves once nothing of it runs any more: with what went wrong, one line, or undefined. */
  readonly ended: Promise<string | undefined>;
  stop(): void;
}

export type Speak = (line: string, language: LanguageCode) => Utterance;

interface Sentence {
  readonly text: string;
  readonly language: LanguageCode;
  /** How far something is: one that still waits is dropped for the next. */
  readonly passing?: true;
}

export interface VoiceOptions {
  readonly speak: Speak;
  /** Told of each line when it begins. */
  readonly onLine: (line: string) => void;
  /** The first thing that goes wrong; a voice that comes back is a new reason to tell. */
  readonly onProblem: (reason: string) => void;
}

/** A whole page of choices; whoever is so far behind hears the latest. */
const mostWaiting = 200;

export interface QueuedVoice {
  say(sentences: readonly Sentence[]): void;
  hush(): void;
  /** Resolves when all is said, or after that time; the rest is dropped then. */
  finish(timeoutMs: number): Promise<void>;
}

/**
 * Says foreign text line by line, made harmless. There is one utterance at a time: the next begins when
 * nothing of the last one runs, because a sound card has room for one.
 */
export function createVoice({ speak, onLine, onProblem }: VoiceOptions): QueuedVoice {
  let waiting: readonly Sentence[] = [];
  let current: Utterance | undefined;
  /** By us: that is no problem. */
  let isStopped = false;
  let hasProblem = false;
  let onIdle = () => {};

  const next = () => {
    if (current !== undefined) return;
    const [sentence, ...others] = waiting;
    if (sentence === undefined) return onIdle();
    waiting = others;
    isStopped = false;
    onLine(sentence.text);
    current = speak(sentence.text, sentence.language);
    void current.ended.then((problem) => {
      current = undefined;
      if (!isStopped) {
        if (problem !== undefined && !hasProblem) onProblem(problem);
        hasProblem = problem !== undefined;
      }
      next();
    });
  };
  const hush = () => {
    waiting = [];
    isStopped = true;
    current?.stop();
  };

  return {
    say(sentences) {
      const isPassing = sentences.some(({ passing }) => passing);
      const kept = isPassing ? waiting.filter(({ passing }) => !passing) : waiting;
      const added = sentences.flatMap((sentence) =>
        spokenLines(sentence.text).map((text) => ({ ...sentence, text })),
      );
      waiting = [...kept, ...added].slice(-mostWaiting);
      next();
    },
    hush,
    async finish(timeoutMs) {
      if (current === undefined) return;
      const { promise, resolve } = Promise.withResolvers<void>();
      onIdle = resolve;
      const timer = setTimeout(() => {
        hush();
        resolve();
      }, timeoutMs);
      await promise;
      clearTimeout(timer);
      onIdle = () => {};
    },
  };
}
