import { type Geometry, pieceSize } from '../core/swarm/geometry.ts';
import { pieceHead } from '../formats/bittorrent/encode-message.ts';
import { type BlockRequest, mostBlockBytes } from '../formats/bittorrent/peer-message.ts';
import type { PieceReader } from '../storage/piece-reader.ts';
import type { PeerLink } from './peer-link.ts';

/** Bytes: more of them cost less time here and there, and are on their way when they are withdrawn. */
const mostAtOnce = 128 * 1024;
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

  /** Requests that wait, for as much as is sent at once; undefined if the first of them is refused. */
  const takeSome = (): readonly BlockRequest[] | undefined => {
    const taken: BlockRequest[] = [];
    for (let bytes = 0; bytes < mostAtOnce; ) {
      const [next] = waiting;
      if (next === undefined) break;
      const mayHave = options.reader() !== undefined && has(next.piece);
      if (!mayHave && taken.length > 0) break;
      waiting.shift();
      if (!mayHave) return refuse(next);
      taken.push(next);
      bytes += next.length;
    }
    return taken;
  };

  const refuse = ({ piece, begin, length }: BlockRequest): undefined => {
    if (link.handshake.fast) link.send({ kind: 'reject', piece, begin, length });
  };

  const read = async ({ piece, begin, length }: BlockRequest, reader: PieceReader) => {
    const start = piece * geometry.pieceLength;
    const within = { start, end: start + pieceSize(geometry, piece) };
    const bytes = await reader.read(start + begin, start + begin + length, within);
    return [pieceHead(piece, begin, length), bytes];
  };

  const send = async () => {
    sending = true;
    while (waiting.length > 0) {
      const requests = takeSome() ?? [];
      const reader = options.reader();
      if (reader !== undefined && requests.length > 0) {
        const bytes = requests.reduce((sum, { length }) => sum + length, 0);
        await options.allow(bytes);
        const parts: Uint8Array[] = [];
        for (const request of requests) parts.push(...(await read(request, reader)));
        link.sendParts(parts);
        options.onSent(bytes);
      }
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
