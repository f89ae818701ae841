import type { LanguageCode } from '../../core/languages/languages.ts';

/** A sentence to be heard. */
export interface SpokenLine {
  readonly text: string;
  readonly language: LanguageCode;
  /** How far something is: one that still waits is dropped for the next. */
  readonly passing?: true;
}

/** What reads aloud, one line after another. */
export interface Voice {
  /** Behind what waits already. */
  say(lines: readonly SpokenLine[]): void;
  /** Silence at once: what is being said and what waits is dropped. */
  hush(): void;
}

/** Why nothing is heard: there is no sound card yet, or what the synthesizer says, one line. */
export type SpeechProblem =
  | { readonly kind: 'no-card' }
  | { readonly kind: 'failed'; readonly reason: string };
