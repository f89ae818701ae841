import { expect, test } from 'vitest';
import { createClaimBook, leaseMs } from '../../../../src/core/swarm/claim-book.ts';

const patience = 8_000;
const at = (now: number) => ({ now, patience });

test('a claim holds while it is renewed, and ends soon after a machine has stopped renewing it', () => {
  const book = createClaimBook<string>();
  for (let now = 0; now <= 20_000; now += 2_000) book.hear('a', [3], now);
  expect(book.claimants(3, at(20_000 + leaseMs - 1))).toEqual(['a']);
  expect(book.claimants(3, at(20_000 + leaseMs))).toEqual([]);
  expect(book.isAtWork('a', at(20_000 + leaseMs))).toBe(false);
});

test('each list replaces the one before', () => {
  const book = createClaimBook<string>();
  book.hear('a', [1, 2], 0);
  book.hear('a', [2], 10);
  expect(book.claimants(1, at(20))).toEqual([]);
  expect(book.claimants(2, at(20))).toEqual(['a']);
  book.hear('a', [], 30);
  expect(book.isAtWork('a', at(40))).toBe(false);
});

test('two machines may claim the same piece, and one that has gone claims nothing', () => {
  const book = createClaimBook<string>();
  book.hear('a', [1], 0);
  book.hear('b', [1], 0);
  expect(book.claimants(1, at(1))).toEqual(['a', 'b']);
  book.forget('a');
  expect(book.claimants(1, at(1))).toEqual(['b']);
});

test('whoever claims a piece for ever is not believed, not even if it takes the claim back in between', () => {
  const book = createClaimBook<string>();
  for (let now = 0; now < 60_000; now += 1_000) book.hear('a', now % 2_000 === 0 ? [1] : [], now);
  book.hear('a', [1], 60_000);
  expect(book.claimants(1, at(60_001))).toEqual([]);
});

test('if pieces take long here, they may take long elsewhere', () => {
  const book = createClaimBook<string>();
  for (let now = 0; now <= 60_000; now += 2_000) book.hear('a', [1], now);
  expect(book.claimants(1, { now: 60_001, patience: 240_000 })).toEqual(['a']);
});
