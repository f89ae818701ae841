import { expect, test } from 'vitest';
import { createBitSet } from '../../../src/swarm/bit-set.ts';

function setOf(size: number, pieces: readonly number[]) {
  const set = createBitSet(size);
  for (const piece of pieces) set.add(piece);
  return set;
}

test('pieces that two sets have in common are found one after the other', () => {
  const one = setOf(70, [0, 7, 8, 9, 31, 64, 69]);
  const other = setOf(70, [1, 7, 9, 30, 31, 63, 69]);
  const found: number[] = [];
  let piece = one.nextIn(other, 0);
  for (; piece !== undefined; piece = one.nextIn(other, piece + 1)) found.push(piece);
  expect(found).toEqual([7, 9, 31, 69]);
  expect(one.nextIn(other, 70)).toBeUndefined();
});

test('a piece that is taken out is not there any more, and is counted once', () => {
  const set = setOf(12, [3, 11]);
  set.remove(3);
  set.remove(3);
  set.remove(5);
  expect([set.count, set.has(3), set.has(11)]).toEqual([1, false, true]);
  expect(set.add(3)).toBe(true);
  expect(set.count).toBe(2);
});
