import type { EntryRow } from '../model/inspected-image.ts';

export type Verdict = 'ok' | 'warning' | 'blocked';

export const verdictMark: Readonly<Record<Verdict, string>> = {
  ok: '[OK]',
  warning: '[~] ',
  blocked: '[X] ',
};

/** Why an entry has its mark, one line: the worst that is known of it. */
export function verdictReason({ plan }: EntryRow): string {
  const problem =
    plan.problems.find(
      ({ severity, code }) => severity === 'blocker' && code !== 'unverified-image',
    ) ?? plan.problems[0];
  if (!problem) return 'ready to boot';
  return problem.code === 'unverified-image' ? 'unverified: asks before it boots' : problem.text;
}
