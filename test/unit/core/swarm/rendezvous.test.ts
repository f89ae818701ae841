import { expect, test } from 'vitest';
import { memberNumber, ownerOf } from '../../../../src/core/swarm/rendezvous.ts';

const members = Array.from({ length: 16 }, (_, at) =>
  memberNumber(Buffer.from(`-WB0100-peer${at}`)),
);
const pieces = Array.from({ length: 1_000 }, (_, at) => at);

test('all machines name the same owner, in whatever order they know each other', () => {
  for (const piece of pieces) {
    expect(ownerOf(piece, members.toReversed())).toBe(ownerOf(piece, members));
  }
});

test('each of sixteen machines owns about a sixteenth of the pieces', () => {
  const shares = members.map((one) => pieces.filter((at) => ownerOf(at, members) === one).length);
  expect(Math.min(...shares)).toBeGreaterThan(35);
  expect(Math.max(...shares)).toBeLessThan(95);
});

test('if a machine goes, only its own pieces change hands', () => {
  const [gone = 0, ...rest] = members;
  for (const piece of pieces) {
    const before = ownerOf(piece, members);
    if (before !== gone) expect(ownerOf(piece, rest)).toBe(before);
  }
});

test('one machine alone owns everything, and nobody owns anything among none', () => {
  expect(ownerOf(3, [5])).toBe(5);
  expect(ownerOf(3, [0])).toBe(0);
  expect(ownerOf(3, [])).toBeUndefined();
});
