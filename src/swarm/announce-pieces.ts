import { encodeMessage } from '../formats/bittorrent/encode-message.ts';
import type { SwarmPeer } from './swarm-peer.ts';

/** Each message costs every machine of the room a turn: what comes in this time is told together. */
const gatherMs = 50;

export interface PieceNews {
  add(piece: number, options: { readonly urgent: boolean }): void;
  close(): void;
}

/** Tells all machines which pieces can be had here: at once those that nobody else has. */
export function createPieceNews(peers: ReadonlySet<SwarmPeer>): PieceNews {
  let pieces: number[] = [];
  let gathering: NodeJS.Timeout | undefined;
  const tell = () => {
    clearTimeout(gathering);
    gathering = undefined;
    const haves = Buffer.concat(pieces.map((piece) => encodeMessage({ kind: 'have', piece })));
    pieces = [];
    for (const { link } of peers) void link.sendParts([haves]);
  };
  return {
    add(piece, { urgent }) {
      pieces.push(piece);
      if (urgent) tell();
      else gathering ??= setTimeout(tell, gatherMs);
    },
    close: () => clearTimeout(gathering),
  };
}
