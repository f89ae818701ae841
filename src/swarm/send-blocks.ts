import { type Geometry, pieceSize } from '../core/swarm/geometry.ts';
import { pieceHead } from '../formats/bittorrent/encode-message.ts';
import { type BlockRequest, mostBlockBytes } from '../formats/bittorrent/peer-message.ts';
import type { PieceReader } from '../storage/piece-reader.ts';
import type { PeerLink } from './peer-link.ts';

/** Requests that one machine may have waiting here. */
export const mostWaiting = 512;

export interface BlockSender {
  /** False for a request that no machine may make. */
  ask(request: BlockRequest): boolean;
  cancel(request: BlockRequest): void;
  forget(): void;
}

export interface BlockSenderOptions {
  readonly link: PeerLink;
  readonly geometry: Geometry;
  readonly reader: () => PieceReader | undefined;
  readonly has: (piece: number) => boolean;
  /** Waits until so many bytes may be sent. */
  readonly allow: (bytes: number) => Promise<void>;
  readonly onSent: (bytes: number) => void;
}

/** Sends the blocks that one machine asks for, in its order, as fast as it takes them. */
export function createBlockSender(options: BlockSenderOptions): BlockSender {
  const { link, geometry, has } = options;
  const waiting: BlockRequest[] = [];
  let sending = false;

  const send = async () => {
    sending = true;
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const reader = options.reader();
      const { piece, begin, length } = next;
      if (reader === undefined || !has(piece)) {
        if (link.handshake.fast) link.send({ kind: 'reject', piece, begin, length });
        await link.drained();
        continue;
      }
      await options.allow(length);
      const start = piece * geometry.pieceLength;
      const within = { start, end: start + pieceSize(geometry, piece) };
      const bytes = await reader.read(start + begin, start + begin + length, within);
      link.sendParts(pieceHead(piece, begin, length), bytes);
      options.onSent(length);
      await link.drained();
    }
    sending = false;
  };

  return {
    ask(request) {
      const { piece, begin, length } = request;
      const inside = begin + length <= pieceSize(geometry, piece);
      if (length === 0 || length > mostBlockBytes || !inside) return false;
      if (waiting.length >= mostWaiting) return false;
      waiting.push(request);
      // What cannot be read ends this connection, and no other.
      if (!sending) send().catch(() => link.close());
      return true;
    },
    cancel({ piece, begin }) {
      const at = waiting.findIndex((one) => one.piece === piece && one.begin === begin);
      if (at >= 0) waiting.splice(at, 1);
    },
    forget: () => void waiting.splice(0),
  };
}
