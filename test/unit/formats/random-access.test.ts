import { expect, test } from 'vitest';
import {
  concatAccess,
  countReads,
  memoryAccess,
  readChunks,
  subAccess,
} from '../../../src/formats/random-access.ts';

const bytes = (...values: number[]) => Uint8Array.from(values);

test('a read ends where the image ends', async () => {
  const image = memoryAccess(bytes(1, 2, 3));
  expect(await image.read(1, 10)).toEqual(bytes(2, 3));
  expect(await image.read(3, 1)).toEqual(bytes());
  expect(await image.read(99, 1)).toEqual(bytes());
});

test('what was read is the reader’s own', async () => {
  const source = Buffer.from([1, 2, 3]);
  const read = await memoryAccess(source).read(0, 3);
  read[0] = 9;
  expect(source).toEqual(Buffer.from([1, 2, 3]));
});

test('a part of an image never shows what lies beside it', async () => {
  const part = subAccess(memoryAccess(bytes(0, 1, 2, 3, 4)), 1, 3);
  expect(part.size).toBe(3);
  expect(await part.read(0, 99)).toEqual(bytes(1, 2, 3));
  expect(await part.read(2, 99)).toEqual(bytes(3));
  expect(await part.read(-1, 2)).toEqual(bytes(1));
});

test('a part that claims more than the image holds ends with it', () => {
  expect(subAccess(memoryAccess(bytes(0, 1)), 1, 100).size).toBe(1);
  expect(subAccess(memoryAccess(bytes(0, 1)), 5, 100).size).toBe(0);
});

test('a read crosses the borders of concatenated parts', async () => {
  const image = concatAccess([bytes(0, 1), bytes(), bytes(2), bytes(3, 4, 5)].map(memoryAccess));
  expect(image.size).toBe(6);
  expect(await image.read(1, 4)).toEqual(bytes(1, 2, 3, 4));
  expect(await image.read(5, 4)).toEqual(bytes(5));
  expect(concatAccess([]).size).toBe(0);
});

test('reads are counted by number and by the bytes that they gave', async () => {
  const image = countReads(memoryAccess(bytes(0, 1, 2)));
  await image.read(0, 2);
  await image.read(2, 2);
  expect([image.requests, image.bytesRead]).toEqual([2, 3]);
});

test('chunks add up to the image', async () => {
  const chunks: Uint8Array[] = [];
  for await (const chunk of readChunks(memoryAccess(bytes(0, 1, 2, 3, 4)), { chunkBytes: 2 })) {
    chunks.push(chunk);
  }
  expect(chunks).toEqual([bytes(0, 1), bytes(2, 3), bytes(4)]);
});

test('an aborted read throws the reason', async () => {
  const signal = AbortSignal.abort(new Error('stop'));
  await expect(memoryAccess(bytes(0)).read(0, 1, { signal })).rejects.toThrow('stop');
});
