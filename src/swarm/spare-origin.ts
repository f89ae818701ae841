import { createHelp, type Help } from './help-others.ts';
import type { OriginClaims } from './origin-claims.ts';
import type { PieceBoard } from './piece-board.ts';
import { createPieceShare, type PieceShare } from './piece-share.ts';
import type { SwarmPeer } from './swarm-peer.ts';

/**
 * Other machines that bring less than that per millisecond, though they have it, are not waited for.
 * Divided by the number of machines, since they would share the origin if all of them turned to it.
 */
const leastRate = 1_024;
const impatientMs = 4_000;
const rateMs = 1_000;
/** A machine that gets nothing from anybody for so long, although others claim it, is on its own for twice that. */
const forsakenAfterMs = 15_000;

/** Spares whoever has the whole file, the origin and other machines: each piece leaves them once. */
export interface Sparing {
  readonly share: PieceShare;
  readonly help: Help;
  /** Whether this piece is to be had from that machine now. */
  mayTake(peer: SwarmPeer, piece: number): boolean;
  /** Others have pieces, and do not give them fast enough. */
  impatient(): boolean;
  /** The others keep pieces for themselves, and bring in none of them. */
  forsaken(): boolean;
  /** Bytes from other machines. */
  noteReceived(bytes: number): void;
  /** A piece is here. */
  noteGain(): void;
  look(): void;
}

export interface SparingOptions {
  readonly board: PieceBoard;
  /** This machine's number among the members. */
  readonly own: number;
  readonly peers: () => Iterable<SwarmPeer>;
  readonly claims: OriginClaims;
}

export function createSparing({ board, own, peers, claims }: SparingOptions): Sparing {
  const { pieces } = board.geometry;
  let lastGain = performance.now();
  let forsakenUntil = Number.NEGATIVE_INFINITY;
  let lastUnhurried = performance.now();
  let rate = { bytes: 0, at: performance.now() };
  const members = () => {
    const since = performance.now() - claims.patience();
    const all = [own];
    for (const peer of peers()) {
      if (peer.member === undefined || peer.pieces.count === pieces) continue;
      if (peer.lastFresh > since || claims.isAtWork(peer)) all.push(peer.member);
    }
    return { own, all };
  };
  const share = createPieceShare(pieces, members);
  const help = createHelp({ board, own, share, claims });
  const impatient = () => performance.now() - lastUnhurried > impatientMs;
  return {
    share,
    help,
    impatient,
    mayTake: (peer, piece) =>
      peer.pieces.count < pieces ||
      share.members.length === 1 ||
      ((share.isOwn(piece) || help.has(piece)) &&
        board.spread(piece) === 0 &&
        !claims.isTaken(piece)) ||
      board.doubtful.has(piece) ||
      impatient(),
    forsaken: () => performance.now() < forsakenUntil,
    noteGain() {
      lastGain = performance.now();
    },
    noteReceived(bytes) {
      rate.bytes += bytes;
    },
    look() {
      share.update();
      help.update();
      const now = performance.now();
      if (now - lastGain > Math.max(forsakenAfterMs, claims.patience()))
        forsakenUntil = now + 2 * forsakenAfterMs;
      if (now - rate.at < rateMs) return;
      const enough = rate.bytes / (now - rate.at) >= leastRate / share.members.length;
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
