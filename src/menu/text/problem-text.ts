import type { ErrorCode } from '../../core/error-codes.ts';
import type { Texts } from '../../core/languages/texts.ts';
import type { FailureReport } from '../../core/plan/boot-event.ts';

/** What a failure or an obstacle is: in English its own sentence, in other languages that of its code. */
export function problemText(
  { errors }: Texts,
  { code, text }: { readonly code: ErrorCode; readonly text: string },
): string {
  return errors?.[code].what ?? text;
}

/** Both in one line. */
export function failureLine(texts: Texts, failure: FailureReport): string {
  const what = problemText(texts, { code: failure.code, text: failure.message });
  return `${what} ${remedyText(texts, failure) ?? ''}`;
}

/** What to do about it; undefined if nothing is known. */
export function remedyText(
  { errors }: Texts,
  { code, remedy }: { readonly code: ErrorCode; readonly remedy?: string | undefined },
): string | undefined {
  return errors?.[code].try ?? remedy;
}
