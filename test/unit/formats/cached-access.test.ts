import { expect, test } from 'vitest';
import { cachedAccess } from '../../../src/formats/cached-access.ts';
import { countReads, memoryAccess } from '../../../src/formats/random-access.ts';

const content = Uint8Array.from({ length: 1000 }, (_, index) => index % 251);

test('reads near each other cost one request, and give what the image holds', async () => {
  const counted = countReads(memoryAccess(content));
  const cached = cachedAccess(counted, { windowBytes: 100 });
  for (const [offset, length] of [
    [110, 5],
    [150, 50],
    [190, 30],
    [0, 1],
    [995, 100],
    [2000, 5],
  ] as const) {
    expect(await cached.read(offset, length)).toEqual(content.slice(offset, offset + length));
  }
  expect([counted.requests, counted.bytesRead]).toEqual([4, 400]);
});

test('a read of more than a window passes by', async () => {
  const counted = countReads(memoryAccess(content));
  const cached = cachedAccess(counted, { windowBytes: 100 });
  expect(await cached.read(50, 500)).toEqual(content.slice(50, 550));
  expect(counted.requests).toBe(1);
});

test('what the caller does with the bytes does not reach the cache', async () => {
  const cached = cachedAccess(memoryAccess(content));
  (await cached.read(0, 4)).fill(9);
  expect(await cached.read(0, 4)).toEqual(content.slice(0, 4));
});

test('only so many windows are kept', async () => {
  const counted = countReads(memoryAccess(content));
  const cached = cachedAccess(counted, { windowBytes: 100, maxWindows: 2 });
  for (const offset of [0, 100, 200, 0]) await cached.read(offset, 1);
  expect(counted.requests).toBe(4);
});

test('a read that failed is made again', async () => {
  let attempts = 0;
  const cached = cachedAccess({
    size: 10,
    async read() {
      attempts += 1;
      if (attempts === 1) throw new Error('once');
      return new Uint8Array(10);
    },
  });
  await expect(cached.read(0, 1)).rejects.toThrow('once');
  expect(await cached.read(0, 1)).toHaveLength(1);
});
