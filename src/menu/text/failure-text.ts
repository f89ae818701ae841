import { say } from '../../core/languages/say.ts';
import type { Texts } from '../../core/languages/texts.ts';
import type { FailureReport } from '../../core/plan/boot-event.ts';
import { hasOwnText, problemText, remedyText } from './problem-text.ts';

export interface FailurePart {
  readonly label: string;
  readonly text: string;
}

/** A failure in the order in which a person asks: what, about what, what to try, which code. */
export function failureParts(texts: Texts, failure: FailureReport): readonly FailurePart[] {
  const { message, subject, differences = [], stage, code } = failure;
  const words = texts.failure;
  return [
    { label: words.what, text: problemText(texts, { code, text: message }) },
    ...(hasOwnText(texts, message) ? [] : [{ label: words.detail, text: message }]),
    ...(subject === undefined ? [] : [{ label: words.about, text: subject }]),
    ...differences.flatMap(({ what: of, shown, found }) => [
      { label: words.shown({ what: say(texts, of) }), text: shown },
      { label: words.real({ what: say(texts, of) }), text: found },
    ]),
    { label: words.try, text: remedyText(texts, failure) ?? words.tryAgain },
    { label: words.step, text: texts.stages[stage] },
    { label: words.code, text: code },
  ];
}

/** The report for a QR code: short enough for the smallest screen, no secret in it. */
export function reportText(failure: FailureReport, version: string, longest: number): string {
  const { code, stage, message, subject } = failure;
  const text = [`webboot ${version}`, `${code} at ${stage}`, message, subject ?? '']
    .filter((part) => part !== '')
    .join('\n');
  return text.slice(0, longest);
}
