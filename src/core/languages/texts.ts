import type { ErrorCode } from '../error-codes.ts';
import type { KeymapName } from '../settings/keymaps.ts';
import type { english } from './en.ts';

/**
 * Sentences as the sources write them, and the same in another language. `{1}` stands for a value;
 * the other language may have the values in another order.
 */
export type Sentences = Readonly<Record<string, string>>;

/** What the sources say in English, where it happens; another language has it by its name. */
interface FromSources {
  /** A failure or an obstacle, and what to do about it: two sentences. */
  readonly errors: Readonly<Record<ErrorCode, { readonly what: string; readonly try: string }>>;
  readonly keymaps: Readonly<Record<KeymapName, string>>;
  /** Whole messages, remedies, notes and descriptions, by their English. */
  readonly sentences: Sentences;
}

export type Texts = typeof english & Partial<FromSources>;

/** A whole language: what is missing does not compile. */
export type Translation = typeof english & FromSources;
