import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { expect, test } from 'vitest';
import { encodeMessage } from '../../../src/formats/bittorrent/encode-message.ts';
import { encodeHandshake } from '../../../src/formats/bittorrent/peer-reader.ts';
import { callPeer } from '../../../src/swarm/peer-link.ts';

const infoHash = Buffer.alloc(20, 1);
const peerId = Buffer.from('-XX0001-anotherpeer0');

test.each([
  ['after the greeting', false],
  ['together with the greeting', true],
])('a fault of ours with what a machine sends %s ends its connection only', async (_, together) => {
  const sockets: Socket[] = [];
  const have = encodeMessage({ kind: 'have', piece: 0 });
  const server = createServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => {});
    const greeting = encodeHandshake({ infoHash, peerId });
    socket.write(together ? Buffer.concat([greeting, have]) : greeting);
    if (!together) setTimeout(() => socket.write(have), 50);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const own = { peerId: Buffer.alloc(20), pieces: 1 };
  const link = await callPeer({ address: '127.0.0.1', port }, infoHash, own);
  const reason = await new Promise((resolve) =>
    link?.start({
      onMessage() {
        throw new TypeError('nobody thought of that');
      },
      onClose: resolve,
    }),
  );
  expect(reason).toBe('webboot failed at what it sent: nobody thought of that');
  server.close();
});
