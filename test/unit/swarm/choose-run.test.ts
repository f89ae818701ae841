import { expect, test } from 'vitest';
import { geometryOf } from '../../../src/core/swarm/geometry.ts';
import { createBitSet } from '../../../src/swarm/bit-set.ts';
import { chooseRun } from '../../../src/swarm/choose-run.ts';
import { createPieceBoard } from '../../../src/swarm/piece-board.ts';

const pieces = 16;

interface Situation {
  readonly own?: readonly number[];
  readonly taken?: readonly number[];
  readonly held?: readonly number[];
  readonly kept?: readonly number[];
  readonly alone?: boolean;
  readonly impatient?: boolean;
  readonly forsaken?: boolean;
  readonly helped?: readonly number[];
}

function choose(situation: Situation) {
  const { own = [0, 4, 5, 9], taken = [], held = [], kept = [], alone = false } = situation;
  const board = createPieceBoard(geometryOf(pieces << 18, 1 << 18));
  for (const piece of kept) board.keep(piece);
  const others = createBitSet(pieces);
  for (const piece of held) others.add(piece);
  board.addHolder(others);
  const share = {
    update: () => {},
    members: [1, 2, 3, 4],
    owner: (piece: number) => (own.includes(piece) ? 1 : 2),
    isOwn: (piece: number) => own.includes(piece),
  };
  return chooseRun({
    board,
    alone,
    claims: { isTaken: (piece) => taken.includes(piece) },
    sparing: {
      share,
      help: { update: () => {}, has: (piece) => situation.helped?.includes(piece) ?? false },
      impatient: () => situation.impatient ?? false,
      forsaken: () => situation.forsaken ?? false,
    },
  });
}

test('among others, a machine fetches one piece of its part', () => {
  expect(choose({})).toEqual([0, 1]);
  expect(choose({ kept: [0] })).toEqual([4, 5]);
});

test('a machine that is alone fetches several at a time', () => {
  expect(choose({ alone: true, own: [...Array(pieces).keys()] })).toEqual([0, 8]);
  expect(choose({ alone: true, kept: [0] })).toEqual([4, 6]);
});

test('a piece that another machine is fetching is left to it, even after it has come to this one', () => {
  expect(choose({ taken: [0, 4] })).toEqual([5, 6]);
  expect(choose({ taken: [0, 4, 5, 9] })).toBeUndefined();
});

test('what others have is left to them, unless they do not give it', () => {
  expect(choose({ held: [0] })).toEqual([4, 5]);
  expect(choose({ held: [0], impatient: true })).toEqual([0, 1]);
});

test('whoever has nothing left of its own part helps others, from the end', () => {
  expect(choose({ helped: [1, 7, 8] })).toEqual([0, 1]);
  expect(choose({ own: [], helped: [1, 7, 8] })).toEqual([8, 9]);
  expect(choose({ own: [], helped: [1, 7, 8], taken: [8], kept: [7] })).toEqual([1, 2]);
});

test('whoever does not give anything, but is fetched for, is not waited for without end', () => {
  const run = choose({ own: [], taken: [...Array(pieces).keys()], kept: [3], forsaken: true });
  expect(run).toBeDefined();
  expect(run?.[0]).not.toBe(3);
});
