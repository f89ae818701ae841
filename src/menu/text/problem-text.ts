import type { ErrorCode } from '../../core/error-codes.ts';
import { translate } from '../../core/languages/say.ts';
import type { Texts } from '../../core/languages/texts.ts';
import type { FailureReport } from '../../core/plan/boot-event.ts';

/** What a failure or an obstacle is: its own sentence in the menu's language, or else that of its code. */
export function problemText(
  texts: Texts,
  { code, text }: { readonly code: ErrorCode; readonly text: string },
): string {
  return ownText(texts, text) ?? texts.errors?.[code].what ?? text;
}

/** Whether the menu's language has that sentence, so that nothing is lost. */
export function hasOwnText(texts: Texts, text: string): boolean {
  return ownText(texts, text) !== undefined;
}

/** Both in one line. */
export function failureLine(texts: Texts, failure: FailureReport): string {
  const what = problemText(texts, { code: failure.code, text: failure.message });
  return `${what} ${remedyText(texts, failure) ?? ''}`;
}

/** What to do about it; undefined if nothing is known. */
export function remedyText(
  texts: Texts,
  { code, remedy }: { readonly code: ErrorCode; readonly remedy?: string | undefined },
): string | undefined {
  const own = remedy === undefined ? undefined : ownText(texts, remedy);
  return own ?? texts.errors?.[code].try ?? remedy;
}

/** English has it as it is. */
function ownText({ sentences }: Texts, text: string): string | undefined {
  return sentences === undefined ? text : translate(sentences, text);
}
