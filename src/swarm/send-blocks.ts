import { type Geometry, pieceSize } from '../core/swarm/geometry.ts';
import { pieceHead } from '../formats/bittorrent/encode-message.ts';
import { type BlockRequest, mostBlockBytes } from '../formats/bittorrent/peer-message.ts';
import type { PieceSource } from '../storage/piece-source.ts';
import type { PeerLink } from './peer-link.ts';
import { roomBytes, type SendRooms } from './send-rooms.ts';

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
  readonly source: PieceSource | undefined;
  readonly rooms: SendRooms;
  readonly has: (piece: number) => boolean;
  /** Waits until so many bytes may be sent. */
  readonly allow: (bytes: number) => Promise<void>;
  readonly onSent: (bytes: number) => void;
}

/** Sends the blocks that one machine asks for, in its order, as fast as it takes them. */
export function createBlockSender(options: BlockSenderOptions): BlockSender {
  const { link, geometry, source, rooms, has } = options;
  const waiting: BlockRequest[] = [];
  let sending = false;

  /** Requests that wait, as many as have room; undefined if the first of them is refused. */
  const takeSome = (): readonly BlockRequest[] | undefined => {
    const taken: BlockRequest[] = [];
    let free = roomBytes;
    for (let next = waiting[0]; next !== undefined && next.length <= free; next = waiting[0]) {
      const isHere = source !== undefined && has(next.piece);
      if (!isHere && taken.length > 0) break;
      waiting.shift();
      if (!isHere) return refuse(next);
      taken.push(next);
      free -= next.length;
    }
    return taken;
  };

  const refuse = ({ piece, begin, length }: BlockRequest): undefined => {
    if (link.handshake.fast) link.send({ kind: 'reject', piece, begin, length });
  };

  /** Reads the blocks one after the other into the room, and those that follow one another at once. */
  const read = async (requests: readonly BlockRequest[], room: Uint8Array) => {
    const parts: Uint8Array[] = [];
    let filled = 0;
    for (const span of spansOf(requests, geometry)) {
      const into = room.subarray(filled, filled + span.end - span.start);
      const got = await source?.read(into, span.start);
      if (got !== into.length) throw new Error(`${source?.path} ends before ${span.end}.`);
      filled += into.length;
    }
    let at = 0;
    for (const { piece, begin, length } of requests) {
      parts.push(pieceHead(piece, begin, length), room.subarray(at, at + length));
      at += length;
    }
    return parts;
  };

  const sendSome = async (requests: readonly BlockRequest[]) => {
    const bytes = requests.reduce((sum, { length }) => sum + length, 0);
    await options.allow(bytes);
    const room = rooms.take();
    try {
      await link.sendParts(await read(requests, room));
    } finally {
      rooms.giveBack(room);
    }
    options.onSent(bytes);
  };

  const send = async () => {
    sending = true;
    while (waiting.length > 0) {
      const requests = takeSome() ?? [];
      if (requests.length > 0) await sendSome(requests);
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

interface Span {
  readonly start: number;
  end: number;
}

/** Where they are in the file; blocks that follow one another are one span. */
function spansOf(requests: readonly BlockRequest[], { pieceLength }: Geometry): readonly Span[] {
  const spans: Span[] = [];
  for (const { piece, begin, length } of requests) {
    const start = piece * pieceLength + begin;
    const last = spans.at(-1);
    if (last?.end === start) last.end = start + length;
    else spans.push({ start, end: start + length });
  }
  return spans;
}
