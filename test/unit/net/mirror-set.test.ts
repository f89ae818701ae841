import { expect, test } from 'vitest';
import { WebbootError } from '../../../src/errors.ts';
import { createMirrorSet } from '../../../src/net/mirror-set.ts';
import { defaultLimits } from '../../../src/net/transport-options.ts';

const near = ['http://192.0.2.1/', 'http://192.0.2.2/'];
const mirror = 'https://mirror.example/';

function lanes(count: number) {
  const set = createMirrorSet([mirror], defaultLimits, near);
  const picked = Array.from({ length: count }, () => {
    const one = set.pick(0);
    if (one !== undefined) one.lanes += 1;
    return one;
  });
  return { set, picked };
}

test('while machines of this network are fast enough, no mirror is asked', () => {
  const { set, picked } = lanes(5);
  const urls = picked.map((one) => one?.url);
  expect(urls).toEqual([...near, ...near, undefined]);
  for (const one of picked) if (one !== undefined) set.progress(one, 4_000_000, 1_000);
  expect(set.pick(1_000)).toBeUndefined();
});

test('mirrors help machines of this network that are all slow', () => {
  const { set, picked } = lanes(4);
  for (const one of picked) if (one !== undefined) set.progress(one, 400_000, 1_000);
  expect(set.pick(1_000)?.url).toBe(mirror);
});

test('a mirror is there as soon as the machines of this network are gone', () => {
  const { set, picked } = lanes(2);
  for (const one of picked) {
    if (one !== undefined) set.fail(one, new WebbootError('http-status', 'It has none.'), 0);
  }
  expect(set.pick(0)?.url).toBe(mirror);
});
