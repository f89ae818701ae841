import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { passOn } from '../../../../src/boot/run/pass-on.ts';
import type { LingerOptions, Swarms } from '../../../../src/ports/swarm.ts';
import { noSwarms } from '../../../helpers/no-swarms.ts';

const never = new AbortController().signal;

/** Others never have enough. */
const swarms: Swarms = {
  ...noSwarms,
  async linger({ signal, onWait }: LingerOptions) {
    onWait?.({ machines: 1, secondsLeft: 12 });
    await sleep(60_000, undefined, { signal }).catch(() => {});
  },
};

test.each(['signal', 'hurry'] as const)(
  'the wait for other machines is ended by %s',
  async (by) => {
    const ends = new AbortController();
    const events = passOn({ swarms, signal: never, [by]: ends.signal });
    expect((await events.next()).value).toEqual({
      type: 'lingering',
      machines: 1,
      secondsLeft: 12,
    });
    const over = events.next();
    ends.abort();
    expect((await over).done).toBe(true);
  },
);

test('a boot without a swarm waits for nobody', async () => {
  const events = passOn({ signal: never });
  expect((await events.next()).done).toBe(true);
});
