import { expect, test } from 'vitest';
import { hasSettled, settleIn } from '../../../src/swarm/settle-in.ts';

test.each([
  ['has just come', { waited: 100 }, false],
  ['has met nobody', { waited: 700 }, true],
  ['has just met another one', { waited: 700, sinceLast: 50 }, false],
  ['has met nobody for a moment', { waited: 1_000, sinceLast: 400 }, true],
  ['meets others without end', { waited: 3_000, sinceLast: 10 }, true],
  ['has found one that has not answered yet', { waited: 3_000, unanswered: 1 }, false],
  ['has found one that does not answer', { waited: 8_000, unanswered: 1 }, true],
])('a machine that %s takes its part of the work: %s', (_, arrivals, settled) => {
  expect(hasSettled({ sinceLast: undefined, unanswered: 0, ...arrivals })).toBe(settled);
});

test('whoever is not waited for any more has settled at once', async () => {
  const others = Array.from({ length: 100 }, (_, at) => at);
  const arrivals = { met: () => others.pop() ?? 0, unanswered: () => 0 };
  await settleIn(arrivals, AbortSignal.abort());
  expect(others).toHaveLength(99);
});
