import { once } from 'node:events';
import { createServer } from 'node:net';
import { ownGeometry } from '../../src/core/swarm/geometry.ts';
import { encodeMessage } from '../../src/formats/bittorrent/encode-message.ts';
import type { BlockRequest } from '../../src/formats/bittorrent/peer-message.ts';
import { createPeerReader, encodeHandshake } from '../../src/formats/bittorrent/peer-reader.ts';

export interface HostilePeer extends AsyncDisposable {
  readonly address: '127.0.0.1';
  readonly port: number;
  /** Blocks that it was asked for. */
  readonly asked: number;
}

/** A machine that says that it has all of a file, and answers requests as it likes; undefined for not at all. */
export async function startHostilePeer(
  bytes: Uint8Array,
  answer: (request: BlockRequest, right: Uint8Array) => Uint8Array | undefined,
  { peerId = Buffer.from('-XX0001-hostilehostl'), greeting = [] as readonly Uint8Array[] } = {},
): Promise<HostilePeer> {
  const geometry = ownGeometry(bytes.length);
  let asked = 0;
  const server = createServer((socket) => {
    const reader = createPeerReader(() => geometry.pieces);
    socket.on('error', () => {});
    socket.on('data', (chunk: Buffer) => {
      for (const event of reader.read(chunk)) {
        if (event.kind === 'handshake') {
          socket.write(encodeHandshake({ infoHash: event.infoHash, peerId }));
          socket.write(encodeMessage({ kind: 'have-all' }));
          socket.write(encodeMessage({ kind: 'unchoke' }));
          for (const part of greeting) socket.write(part);
        } else if (event.kind === 'request') {
          asked += 1;
          const { piece, begin, length } = event;
          const start = piece * geometry.pieceLength + begin;
          const block = answer(event, bytes.slice(start, start + length));
          if (block) socket.write(encodeMessage({ kind: 'piece', piece, begin, block }));
        }
      }
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('no port');
  return {
    address: '127.0.0.1',
    port: address.port,
    get asked() {
      return asked;
    },
    async [Symbol.asyncDispose]() {
      server.close();
    },
  };
}

export function flipped(block: Uint8Array): Uint8Array {
  const wrong = Uint8Array.from(block);
  wrong[7] = (wrong[7] ?? 0) ^ 1;
  return wrong;
}
