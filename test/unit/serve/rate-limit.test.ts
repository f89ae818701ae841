import { expect, test } from 'vitest';
import { parseRate } from '../../../src/cli/transfer-rate.ts';
import { createRateLimit } from '../../../src/serve/rate-limit.ts';

test('a rate is kept by all together', async () => {
  const begun = performance.now();
  const rate = createRateLimit(1_000_000);
  const { signal } = new AbortController();
  const takers = Array.from({ length: 4 }, async () => {
    for (let taken = 0; taken < 5; taken += 1) await rate.take(25_000, signal);
  });
  await Promise.all(takers);
  // 500 kB at 1 MB/s, less what goes at once.
  expect(performance.now() - begun).toBeGreaterThan(350);
});

test('whoever is gone waits no longer', async () => {
  const rate = createRateLimit(1);
  const gone = new AbortController();
  await rate.take(1000, gone.signal);
  const wait = rate.take(1000, gone.signal);
  gone.abort();
  await expect(wait).rejects.toThrow();
});

test.each([
  ['50M', 50 * 1024 * 1024],
  ['1.5g', 1.5 * 1024 ** 3],
  ['20000', 20_000],
])('reads %s as curl does', (text, rate) => {
  expect(parseRate('upload', text)).toBe(rate);
});

test.each(['', '0', '-1', '5X', '1e9', '1K', 'M'])('refuses "%s"', (text) => {
  expect(() => parseRate('upload', text)).toThrow(/rate/);
});
