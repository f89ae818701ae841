import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { expect, test } from 'vitest';
import { encodeHandshake } from '../../../src/formats/bittorrent/peer-reader.ts';
import { createCaller } from '../../../src/swarm/call-found.ts';
import type { PeerLink } from '../../../src/swarm/peer-link.ts';

const infoHash = Buffer.alloc(20, 1);
const rounds = 5;

/** A machine that is called as often as it is found, and how it answers. */
async function room(answer: (socket: Socket) => void) {
  let calls = 0;
  const server = createServer((socket) => {
    calls += 1;
    socket.on('error', () => {});
    answer(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const links: PeerLink[] = [];
  const caller = createCaller({
    infoHashes: [infoHash],
    hello: { peerId: Buffer.alloc(20), pieces: 1 },
    signal: new AbortController().signal,
    mayCall: () => true,
    onLink: (link) => void links.push(link),
  });
  return {
    links,
    caller,
    get calls() {
      return calls;
    },
    async find() {
      caller.call({ address: '127.0.0.1', port });
      await expect.poll(() => caller.waiting, { timeout: 10_000 }).toBe(0);
    },
    async [Symbol.asyncDispose]() {
      for (const link of links) link.close();
      server.close();
    },
  };
}

test('a machine that does not answer is not called again as often as it is found', async () => {
  await using busy = await room((socket) => void socket.destroy());
  for (let round = 0; round < rounds; round += 1) await busy.find();
  expect(busy.calls).toBe(1);
});

test('a machine that is here is not called again, until it has gone', async () => {
  const peerId = Buffer.from('-XX0001-anotherpeer0');
  await using here = await room(
    (socket) => void socket.write(encodeHandshake({ infoHash, peerId })),
  );
  for (let round = 0; round < rounds; round += 1) await here.find();
  expect(here.calls).toBe(1);
  const [link] = here.links;
  if (link) here.caller.forget(link);
  await here.find();
  expect(here.calls).toBe(2);
});
