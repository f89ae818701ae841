import type { PieceBoard } from './piece-board.ts';
import { isUsable, type SwarmPeer } from './swarm-peer.ts';

/** Counts the pieces of those machines that can be asked. */
export interface HolderCount {
  /** The machine has become usable, or is no more. */
  update(peer: SwarmPeer): void;
  /** It has got this piece, which is noted in its set already. */
  add(peer: SwarmPeer, piece: number): void;
  /** It has all of these as well. */
  addAll(peer: SwarmPeer, pieces: Iterable<number>): void;
}

export function createHolderCount(
  board: PieceBoard,
  onUsable: (peer: SwarmPeer) => void,
): HolderCount {
  const counted = new Set<SwarmPeer>();
  const update = (peer: SwarmPeer) => {
    const usable = isUsable(peer);
    if (usable === counted.has(peer)) return;
    if (usable) {
      counted.add(peer);
      board.addHolder(peer.pieces);
      onUsable(peer);
    } else {
      counted.delete(peer);
      board.removeHolder(peer.pieces);
    }
  };
  return {
    update,
    add(peer, piece) {
      if (counted.has(peer)) board.addHave(piece, peer.pieces);
    },
    addAll(peer, pieces) {
      // Only at the start is it said at once (BEP 3): whatever was counted is counted again.
      if (counted.delete(peer)) board.removeHolder(peer.pieces);
      for (const piece of pieces) peer.pieces.add(piece);
      update(peer);
    },
  };
}
