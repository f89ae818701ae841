import type { Texts } from '../../core/languages/texts.ts';
import type { EntryRow } from '../model/inspected-image.ts';
import { problemText } from './problem-text.ts';

export type Verdict = 'ok' | 'warning' | 'blocked';

export const verdictMark: Readonly<Record<Verdict, string>> = {
  ok: '[OK]',
  warning: '[~] ',
  blocked: '[X] ',
};

/** Why an entry has its mark, one line: the worst that is known of it. */
export function verdictReason(texts: Texts, { plan }: EntryRow): string {
  const problem =
    plan.problems.find(
      ({ severity, code }) => severity === 'blocker' && code !== 'unverified-image',
    ) ?? plan.problems[0];
  if (!problem) return texts.entries.ready;
  return problem.code === 'unverified-image' ? texts.entries.asks : problemText(texts, problem);
}
