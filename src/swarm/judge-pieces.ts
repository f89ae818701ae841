import { pieceSize } from '../core/swarm/geometry.ts';
import type { PieceCheck } from '../core/swarm/piece-check.ts';
import { blockBytes } from '../formats/bittorrent/peer-message.ts';
import type { Origin } from '../ports/swarm.ts';
import type { PieceBoard } from './piece-board.ts';
import type { SwarmPeer } from './swarm-peer.ts';

export interface PieceJudge {
  readonly board: PieceBoard;
  readonly origin: Origin;
  readonly signal: AbortSignal;
  /** By a torrent that was found; it is a hint, and the mirrors have the last word. */
  readonly check: () => PieceCheck | undefined;
  readonly distrustHint: () => void;
  readonly ban: (peer: SwarmPeer, why: string) => void;
}

/** Without hashes, a block of one piece in so many is compared with what the mirrors have. */
const sampleEvery = 64;

/**
 * Judges a piece before it is written: false for one that is not of this file. The sender is banned if
 * there was only one. The signed digest over all of it decides in the end, whatever was found here.
 */
export function judgePieces(options: PieceJudge) {
  const { board, origin, signal, check, distrustHint, ban } = options;
  const { geometry } = board;

  const blame = (from: ReadonlySet<SwarmPeer>, why: string) => {
    const [only] = from;
    if (only !== undefined && from.size === 1) ban(only, why);
    return false;
  };

  /** Undefined where no mirror answers. */
  const compare = async (piece: number, bytes: Uint8Array): Promise<boolean | undefined> => {
    const blocks = Math.ceil(pieceSize(geometry, piece) / blockBytes);
    const at = Math.floor(Math.random() * blocks) * blockBytes;
    const end = Math.min(at + blockBytes, bytes.length);
    const start = piece * geometry.pieceLength;
    const theirs = await origin.sample(start + at, start + end, signal).catch(() => undefined);
    return theirs && Buffer.compare(theirs, bytes.subarray(at, end)) === 0;
  };

  const sampled = async (piece: number, bytes: Uint8Array, from: ReadonlySet<SwarmPeer>) => {
    const fresh = [...from].filter((peer) => peer.sampled === 'no');
    if (fresh.length === 0 && Math.random() * sampleEvery >= 1) return true;
    for (const peer of fresh) peer.sampled = 'now';
    const same = await compare(piece, bytes);
    for (const peer of fresh) peer.sampled = 'yes';
    if (same === false) return blame(from, 'its pieces are not what the mirrors have');
    return true;
  };

  const whole = (piece: number, bytes: Uint8Array) => {
    const start = piece * geometry.pieceLength;
    return origin.sample(start, start + bytes.length, signal).catch(() => undefined);
  };

  return async (
    piece: number,
    bytes: Uint8Array,
    from: ReadonlySet<SwarmPeer> | undefined,
  ): Promise<boolean> => {
    const verdict = check()?.(piece, bytes);
    if (verdict === true) return true;
    if (verdict === undefined) return from === undefined || sampled(piece, bytes, from);
    // A torrent that lies must not have honest machines dropped.
    const theirs = await whole(piece, bytes);
    if (theirs === undefined) return from === undefined || blame(from, 'its pieces are wrong');
    const same = Buffer.compare(theirs, bytes) === 0;
    if (check()?.(piece, theirs) === false) distrustHint();
    if (!same && from !== undefined) blame(from, 'its pieces are wrong');
    bytes.set(theirs);
    return true;
  };
}
