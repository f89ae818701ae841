import type { ErrorCode } from '../error-codes.ts';
import type { KeymapName } from '../settings/keymaps.ts';
import type { english } from './en.ts';

/** What the sources say in English, where it happens; another language has it by its name. */
interface FromSources {
  /** A failure or an obstacle, and what to do about it: two sentences. */
  readonly errors: Readonly<Record<ErrorCode, { readonly what: string; readonly try: string }>>;
  readonly keymaps: Readonly<Record<KeymapName, string>>;
}

export type Texts = typeof english & Partial<FromSources>;

/** A whole language: what is missing does not compile. */
export type Translation = typeof english & FromSources;
