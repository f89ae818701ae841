import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { linger, sumOfOthers } from '../../../src/swarm/linger.ts';
import { openTestSwarm } from '../../helpers/swarm.ts';

const never = new AbortController().signal;

function waits() {
  const seen: { readonly machines: number; readonly secondsLeft: number }[] = [];
  return { seen, onWait: (wait: (typeof seen)[number]) => void seen.push(wait) };
}

test('whoever is alone, or among machines that have everything, goes at once', async () => {
  const { seen, onWait } = waits();
  let looks = 0;
  const look = () => {
    looks += 1;
    return { behind: 0, taking: 0 };
  };
  await linger(look, { signal: never, onWait });
  expect(looks).toBe(1);
  expect(seen).toEqual([]);
});

test('a machine that is behind and asks for nothing is not waited for', async () => {
  const { seen, onWait } = waits();
  await linger(() => ({ behind: 1, taking: 0 }), { signal: never, onWait });
  expect(seen).toEqual([]);
});

test('machines that take are waited for until they have everything, and reported', async () => {
  const { seen, onWait } = waits();
  let left = 8;
  const look = () => {
    left -= 1;
    return { behind: left > 0 ? 2 : 0, taking: left > 0 ? 2 : 0 };
  };
  await linger(look, { signal: never, onWait });
  expect(seen[0]).toEqual({ machines: 2, secondsLeft: 30 });
  expect(left).toBe(0);
});

test('nobody is waited for without end', async () => {
  const { seen, onWait } = waits();
  await linger(() => ({ behind: 1, taking: 1 }), { signal: never, onWait }, 1_000);
  expect(seen).toEqual([{ machines: 1, secondsLeft: 1 }]);
});

test('a signal ends the wait', async () => {
  const stop = new AbortController();
  const done = linger(() => ({ behind: 1, taking: 1 }), { signal: stop.signal });
  stop.abort();
  await done;
});

test('the machines of several swarms are counted together', () => {
  const sum = sumOfOthers([
    { behind: 2, taking: 1 },
    { behind: 3, taking: 0 },
  ]);
  expect(sum).toEqual({ behind: 5, taking: 1 });
});

test('a machine that is done sees who still takes, and that they have everything', async () => {
  await using swarm = await openTestSwarm(randomBytes(12 * 1024 * 1024));
  const first = await swarm.join();
  await first.done;
  expect(first.others).toEqual({ behind: 0, taking: 0 });
  const second = await swarm.join();
  await expect.poll(() => first.bytesOut).toBeGreaterThan(0);
  await linger(() => first.others, { signal: never });
  await second.done;
  await expect.poll(() => first.others).toEqual({ behind: 0, taking: 0 });
});
