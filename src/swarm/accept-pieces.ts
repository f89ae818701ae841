import type { SwarmPass } from '../ports/swarm.ts';
import type { PieceBoard } from './piece-board.ts';
import type { PieceBuffers } from './piece-buffers.ts';
import type { SwarmForm } from './swarm-form.ts';
import type { SwarmPeer } from './swarm-peer.ts';

export interface PieceAcceptance {
  readonly board: PieceBoard;
  readonly buffers: PieceBuffers;
  /** Where the wanted file begins within what the pieces are of. */
  readonly start: SwarmForm['start'];
  readonly pass: Pick<SwarmPass, 'size' | 'put'>;
  /** False for a piece that is not of this file. */
  readonly judge: (
    piece: number,
    bytes: Uint8Array,
    from: ReadonlySet<SwarmPeer> | undefined,
  ) => Promise<boolean>;
  readonly onReceivedFrom: (peer: SwarmPeer, bytes: number) => void;
  /** It can be read back. */
  readonly onKept: (piece: number) => void;
  /** It was wrong, and is to be fetched again. */
  readonly onRefused: (piece: number) => void;
  /** There is room for another one. */
  readonly onRoom: () => void;
}

/** Judges pieces, from machines or, without `from`, from the origin, and writes those that are good. */
export function acceptPieces(
  acceptance: PieceAcceptance,
): (piece: number, bytes: Uint8Array, from?: ReadonlySet<SwarmPeer>) => Promise<void> {
  const { board, buffers, start, pass, judge } = acceptance;
  const write = async (piece: number, bytes: Uint8Array) => {
    const at = piece * board.geometry.pieceLength - start;
    const own = bytes.subarray(Math.max(0, -at), Math.max(0, pass.size - at));
    await pass.put(Math.max(0, at), own);
    board.keep(piece);
    acceptance.onKept(piece);
  };
  return async (piece, bytes, from) => {
    try {
      if (!(await judge(piece, bytes, from))) {
        board.giveBack(piece, true);
        acceptance.onRefused(piece);
        return;
      }
      for (const peer of from ?? []) {
        const share = bytes.length / (from?.size ?? 1);
        peer.received += share;
        acceptance.onReceivedFrom(peer, share);
      }
      await write(piece, bytes);
    } finally {
      buffers.giveBack(bytes);
      acceptance.onRoom();
    }
  };
}
