import type { FailureReport } from '../../core/plan/boot-event.ts';
import { stageText } from './run-text.ts';

export interface FailurePart {
  readonly label: string;
  readonly text: string;
}

/** A failure in the order in which a person asks: what, about what, what to try, which code. */
export function failureParts(failure: FailureReport): readonly FailurePart[] {
  const { message, subject, differences = [], remedy, stage, code } = failure;
  return [
    { label: 'What', text: message },
    ...(subject === undefined ? [] : [{ label: 'About', text: subject }]),
    ...differences.flatMap(({ what, shown, found }) => [
      { label: `Shown ${what}`, text: shown },
      { label: `Its real ${what}`, text: found },
    ]),
    { label: 'Try', text: remedy ?? 'Try again, or choose another image or mirror.' },
    { label: 'Step', text: stageText[stage] },
    { label: 'Code', text: code },
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
