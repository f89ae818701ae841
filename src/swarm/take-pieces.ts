import { pieceSize } from '../core/swarm/geometry.ts';
import { type BlockRequest, blockBytes } from '../formats/bittorrent/peer-message.ts';
import { createBitSet } from './bit-set.ts';
import type { PieceBoard } from './piece-board.ts';
import type { PieceBuffers } from './piece-buffers.ts';
import { type Attempt, isUsable, type SwarmPeer } from './swarm-peer.ts';

/** A machine that has sent nothing for that long, and owes something, loses it to one that waits. */
const takeOverMs = 2_000;
/** One that has been silent for that long is not counted on any more. */
const silentMs = 8_000;
/** A machine that sends so much that nobody ever asked for is no use. */
const mostUnasked = 4 * 1024 * 1024;
const blocksPerPiece = 4_096;

export interface PieceTaker {
  /** Asks for as much as the machine takes, once in this turn. */
  fill(peer: SwarmPeer): void;
  onBlock(peer: SwarmPeer, piece: number, begin: number, block: Uint8Array): void;
  onReject(peer: SwarmPeer, request: BlockRequest): void;
  /** Gives back what was expected of it. */
  release(peer: SwarmPeer): void;
  /** Finds machines that have gone silent. */
  watch(peers: Iterable<SwarmPeer>): void;
}

export interface PieceTakerOptions {
  readonly board: PieceBoard;
  readonly buffers: PieceBuffers;
  readonly peers: Iterable<SwarmPeer>;
  /** Whether this piece is to be had from that machine now. */
  readonly mayTake: (peer: SwarmPeer, piece: number) => boolean;
  /** All of a piece is there; the buffer is the receiver's. */
  readonly onPiece: (attempt: Attempt) => void;
  readonly onBegun?: (peer: SwarmPeer, piece: number) => void;
  /** Nobody is asked for it any more. */
  readonly onGivenUp?: (piece: number) => void;
  readonly onUsable: (peer: SwarmPeer, usable: boolean) => void;
  readonly ban: (peer: SwarmPeer, why: string) => void;
}

/** Takes pieces from other machines: whole ones from one machine as long as it delivers. */
export function createPieceTaker(options: PieceTakerOptions): PieceTaker {
  const { board, buffers, onPiece, onUsable, ban } = options;
  const { geometry } = board;

  const key = (piece: number, begin: number) => piece * blocksPerPiece + begin / blockBytes;
  const blocksOf = (piece: number) => Math.ceil(pieceSize(geometry, piece) / blockBytes);

  const begin = (peer: SwarmPeer): Attempt | undefined => {
    // One piece at a time, until a part of one has been compared with what the mirrors have.
    if (peer.sampled !== 'yes' && (peer.attempts.size > 0 || peer.sampled === 'now')) return;
    const piece = board.choose(peer.pieces, (one) => options.mayTake(peer, one));
    const bytes = piece === undefined ? undefined : buffers.take(piece);
    if (piece === undefined || bytes === undefined) return takeOver(peer);
    board.begin(piece);
    options.onBegun?.(peer, piece);
    const got = createBitSet(blocksOf(piece));
    const begun = performance.now();
    const attempt: Attempt = { piece, bytes, got, next: 0, begun, last: begun, from: new Set() };
    peer.attempts.add(attempt);
    return attempt;
  };

  /** What another machine has not finished for a while. */
  const takeOver = (peer: SwarmPeer): Attempt | undefined => {
    const now = performance.now();
    for (const other of options.peers) {
      if (other === peer || now - other.lastBlock < takeOverMs) continue;
      for (const attempt of other.attempts) {
        const mixed = attempt.got.count > 0;
        if (!peer.pieces.has(attempt.piece) || now - attempt.last < takeOverMs) continue;
        if (mixed && board.doubtful.has(attempt.piece)) continue;
        withdraw(other, attempt);
        attempt.next = 0;
        attempt.last = now;
        peer.attempts.add(attempt);
        return attempt;
      }
    }
    return undefined;
  };

  const withdraw = (peer: SwarmPeer, attempt: Attempt) => {
    peer.attempts.delete(attempt);
    for (const [at, asked] of peer.asked) {
      if (asked.attempt !== attempt) continue;
      peer.asked.delete(at);
      peer.withdrawn += asked.request.length;
      peer.link.send({ kind: 'cancel', ...asked.request });
    }
  };

  const drop = (attempt: Attempt) => {
    board.giveBack(attempt.piece);
    buffers.giveBack(attempt.bytes);
    options.onGivenUp?.(attempt.piece);
  };

  const nextBlock = (attempt: Attempt): BlockRequest | undefined => {
    const { piece, got } = attempt;
    const size = pieceSize(geometry, piece);
    while (attempt.next * blockBytes < size) {
      const at = attempt.next;
      attempt.next += 1;
      if (got.has(at)) continue;
      const from = at * blockBytes;
      return { piece, begin: from, length: Math.min(blockBytes, size - from) };
    }
    return undefined;
  };

  const fillNow = (peer: SwarmPeer) => {
    if (!isUsable(peer) || peer.asked.size >= peer.depth) return;
    const requests: (BlockRequest & { kind: 'request' })[] = [];
    const open = [...peer.attempts];
    while (peer.asked.size < peer.depth) {
      const attempt = open[0] ?? begin(peer);
      if (attempt === undefined) break;
      const request = nextBlock(attempt);
      if (request === undefined) {
        if (open.length > 0) open.shift();
        else break;
        continue;
      }
      if (open.length === 0) open.push(attempt);
      if (peer.asked.size === 0) peer.lastBlock = performance.now();
      peer.asked.set(key(request.piece, request.begin), { attempt, request });
      requests.push({ kind: 'request', ...request });
    }
    if (requests.length > 0) peer.link.send(...requests);
  };

  const due = new Set<SwarmPeer>();
  const fill = (peer: SwarmPeer) => {
    if (due.size === 0) setImmediate(fillDue);
    due.add(peer);
  };
  const fillDue = () => {
    const now = [...due];
    due.clear();
    for (const peer of now) fillNow(peer);
  };

  const release = (peer: SwarmPeer) => {
    for (const { request } of peer.asked.values()) peer.withdrawn += request.length;
    peer.asked.clear();
    for (const attempt of peer.attempts) drop(attempt);
    peer.attempts.clear();
  };

  return {
    fill,
    release,
    onBlock(peer, piece, at, block) {
      peer.lastBlock = performance.now();
      if (peer.silent) {
        peer.silent = false;
        onUsable(peer, isUsable(peer));
      }
      const asked = at % blockBytes === 0 ? peer.asked.get(key(piece, at)) : undefined;
      if (asked === undefined || asked.request.length !== block.length) {
        const late = Math.min(block.length, peer.withdrawn);
        peer.withdrawn -= late;
        peer.unasked += block.length - late;
        if (peer.unasked > mostUnasked) ban(peer, 'it sends what nobody asked for');
        return;
      }
      peer.asked.delete(key(piece, at));
      const { attempt } = asked;
      if (attempt.got.add(at / blockBytes)) {
        attempt.bytes.set(block, at);
        attempt.last = peer.lastBlock;
        attempt.from.add(peer);
      }
      if (attempt.got.count === blocksOf(piece)) {
        peer.attempts.delete(attempt);
        onPiece(attempt);
      }
      if (peer.asked.size < peer.depth / 2) fillNow(peer);
    },
    onReject(peer, { piece, begin: at }) {
      const asked = peer.asked.get(key(piece, at));
      if (asked === undefined) return;
      withdraw(peer, asked.attempt);
      drop(asked.attempt);
    },
    watch(peers) {
      const now = performance.now();
      for (const peer of peers) {
        if (peer.asked.size === 0 || now - peer.lastBlock < silentMs) continue;
        peer.silent = true;
        onUsable(peer, false);
        release(peer);
      }
    },
  };
}
