import type { PieceBoard } from './piece-board.ts';
import { createPieceShare, type PieceShare } from './piece-share.ts';
import type { SwarmPeer } from './swarm-peer.ts';

/** Others are expected to bring in a piece of their own in this time, and in four times of what one takes here. */
const quietMs = 8_000;
/**
 * Other machines that bring less than that per millisecond, though they have it, are not waited for.
 * Divided by the number of machines, since they would share the origin if all of them turned to it.
 */
const leastRate = 1_024;
const impatientMs = 4_000;
const rateMs = 1_000;

/** Spares whoever has the whole file, the origin and other machines: each piece leaves them once. */
export interface Sparing {
  readonly share: PieceShare;
  /** Whether this piece is to be had from that machine now. */
  mayTake(peer: SwarmPeer, piece: number): boolean;
  /** Others have pieces, and do not give them fast enough. */
  impatient(): boolean;
  /** How long a piece took, in milliseconds, from whoever has the whole file. */
  noteTime(milliseconds: number): void;
  /** Bytes from other machines. */
  noteReceived(bytes: number): void;
  look(): void;
}

export interface SparingOptions {
  readonly board: PieceBoard;
  /** This machine's number among the members. */
  readonly own: number;
  readonly peers: () => Iterable<SwarmPeer>;
}

export function createSparing({ board, own, peers }: SparingOptions): Sparing {
  const { pieces } = board.geometry;
  let slowest = 0;
  let lastUnhurried = performance.now();
  let rate = { bytes: 0, at: performance.now() };
  const members = () => {
    const now = performance.now();
    const patience = Math.max(quietMs, slowest * 4);
    const all = [own];
    for (const peer of peers()) {
      if (peer.member === undefined || peer.pieces.count === pieces) continue;
      if (now - peer.lastFresh < patience) all.push(peer.member);
    }
    return { own, all };
  };
  const share = createPieceShare(pieces, members);
  const impatient = () => performance.now() - lastUnhurried > impatientMs;
  return {
    share,
    impatient,
    mayTake: (peer, piece) =>
      peer.pieces.count < pieces ||
      share.members === 1 ||
      (share.isOwn(piece) && board.spread(piece) === 0) ||
      board.doubtful.has(piece) ||
      impatient(),
    noteTime(milliseconds) {
      slowest = Math.max(slowest * 0.9, milliseconds);
    },
    noteReceived(bytes) {
      rate.bytes += bytes;
    },
    look() {
      share.update();
      const now = performance.now();
      if (now - rate.at < rateMs) return;
      const enough = rate.bytes / (now - rate.at) >= leastRate / share.members;
      rate = { bytes: 0, at: now };
      if (enough || !hasBacklog(board)) lastUnhurried = now;
    },
  };
}

/** Pieces that others have and nobody fetches. */
function hasBacklog({ geometry, isWanted, holders }: PieceBoard): boolean {
  for (let piece = 0; piece < geometry.pieces; piece += 1) {
    if (isWanted(piece) && holders(piece) > 0) return true;
  }
  return false;
}
