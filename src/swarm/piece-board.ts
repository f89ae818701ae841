import type { Geometry } from '../core/swarm/geometry.ts';
import { type BitSet, createBitSet } from './bit-set.ts';

/** Where each piece stands in a download, and how many machines have it. */
export interface PieceBoard {
  readonly geometry: Geometry;
  readonly kept: BitSet;
  readonly complete: boolean;
  /** Wrong once, and nobody can tell by whom: not to be put together from several machines. */
  readonly doubtful: ReadonlySet<number>;
  /** Nobody is fetching it, and it is not there. */
  isWanted(piece: number): boolean;
  /** Machines that have it and that can be asked. */
  holders(piece: number): number;
  /** Those of them that have not everything: they fetch it at the same time as this one. */
  spread(piece: number): number;
  begin(piece: number): void;
  giveBack(piece: number, doubtful?: boolean): void;
  keep(piece: number): void;
  addHolder(pieces: BitSet): void;
  removeHolder(pieces: BitSet): void;
  /** A machine that is counted has got this piece too; `pieces` has it already. */
  addHave(piece: number, pieces: BitSet): void;
  /** One of the rarest wanted pieces of those, at random: machines that choose alike help nobody. */
  choose(among: BitSet, mayTake: (piece: number) => boolean): number | undefined;
}

/** So many wanted pieces are compared; more cost time and change little. */
const sample = 8;

/** Which pieces of a file are fetched, and how many they are. */
export interface WantedPieces {
  readonly count: number;
  readonly has: (piece: number) => boolean;
}

export function createPieceBoard(
  geometry: Geometry,
  wanted: WantedPieces = { count: geometry.pieces, has: () => true },
): PieceBoard {
  const { pieces } = geometry;
  const kept = createBitSet(pieces);
  /** Nobody is fetching them, and they are not there. */
  const open = createBitSet(pieces);
  for (let piece = 0; piece < pieces; piece += 1) open.add(piece);
  const holders = new Uint16Array(pieces);
  const doubtful = new Set<number>();
  /** Machines that have everything. */
  let seeds = 0;
  const isWanted = (piece: number) => open.has(piece) && wanted.has(piece);
  const count = (set: BitSet, by: number) => {
    if (set.count === pieces) seeds += by;
    for (let piece = 0; piece < pieces; piece += 1) {
      if (set.has(piece)) holders[piece] = (holders[piece] ?? 0) + by;
    }
  };
  return {
    geometry,
    kept,
    doubtful,
    get complete() {
      return kept.count === wanted.count;
    },
    isWanted,
    holders: (piece) => holders[piece] ?? 0,
    spread: (piece) => (holders[piece] ?? 0) - seeds,
    begin: open.remove,
    giveBack(piece, isDoubtful = false) {
      if (!kept.has(piece)) open.add(piece);
      if (isDoubtful) doubtful.add(piece);
    },
    keep(piece) {
      open.remove(piece);
      doubtful.delete(piece);
      kept.add(piece);
    },
    addHolder: (set) => count(set, 1),
    removeHolder: (set) => count(set, -1),
    addHave(piece, set) {
      holders[piece] = (holders[piece] ?? 0) + 1;
      if (set.count === pieces) seeds += 1;
    },
    choose(among, mayTake) {
      const first = Math.floor(Math.random() * pieces);
      let rarest: number | undefined;
      let seen = 0;
      for (const [from, end] of [
        [first, pieces],
        [0, first],
      ] as const) {
        let piece = open.nextIn(among, from);
        for (; piece !== undefined && piece < end; piece = open.nextIn(among, piece + 1)) {
          if (seen === sample) return rarest;
          if (!wanted.has(piece) || !mayTake(piece)) continue;
          seen += 1;
          if (rarest === undefined || (holders[piece] ?? 0) < (holders[rarest] ?? 0))
            rarest = piece;
        }
      }
      return rarest;
    },
  };
}

/** Of a machine that has everything from the start. */
export function createFullBoard(geometry: Geometry): PieceBoard {
  const board = createPieceBoard(geometry);
  for (let piece = 0; piece < geometry.pieces; piece += 1) board.keep(piece);
  return board;
}
