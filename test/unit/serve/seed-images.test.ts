import { once } from 'node:events';
import { appendFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { ownGeometry } from '../../../src/core/swarm/geometry.ts';
import { bareInfoHash, parseTorrent } from '../../../src/formats/bittorrent/torrent.ts';
import { callPeer, type PeerLink } from '../../../src/swarm/peer-link.ts';
import { digestOf, type ServedImage, serveImage } from '../../helpers/served-image.ts';
import { hashesOf, openTestSwarm } from '../../helpers/swarm.ts';

const peerId = Buffer.from('-XX0001-anotherpeer0');

async function torrentOf({ url }: ServedImage, id: string) {
  const answer = await fetch(`${url}/iso/${id}.torrent`);
  expect(answer.status).toBe(200);
  return parseTorrent(new Uint8Array(await answer.arrayBuffer()));
}

/** Asks for the first block of a piece; its bytes, or undefined if the connection is closed instead. */
function firstBlock(link: PeerLink | undefined, piece = 0): Promise<Uint8Array | undefined> {
  return new Promise((resolve) => {
    link?.start({
      onMessage(message) {
        if (message.kind === 'piece') resolve(Uint8Array.from(message.block));
      },
      onClose: () => resolve(undefined),
    });
    link?.send({ kind: 'interested' }, { kind: 'request', piece, begin: 0, length: 16_384 });
  });
}

function call({ bytes, server, file }: ServedImage): Promise<PeerLink | undefined> {
  const geometry = ownGeometry(bytes.length);
  const infoHash = bareInfoHash(file.digests[0].hex, geometry);
  const address = { address: '127.0.0.1', port: server.seeding.port };
  return callPeer(address, infoHash, { peerId, pieces: geometry.pieces });
}

test('each digest of an image has a torrent, named by it, with the address of the image', async () => {
  await using served = await serveImage({ signedBy: 'sha512' });
  const { hex } = digestOf(served.bytes, 'sha512');
  for (const id of [digestOf(served.bytes).hex, `sha512-${hex}`]) {
    const torrent = await torrentOf(served, id);
    expect(torrent.files).toEqual([{ name: id, start: 0, bytes: served.bytes.length }]);
    expect(torrent.webSeeds).toEqual([`${served.url}/iso/${id}`]);
    expect(Buffer.compare(torrent.hashes, hashesOf(served.bytes).hashes)).toBe(0);
  }
  expect((await fetch(`${served.url}/iso/${'0'.repeat(64)}.torrent`)).status).toBe(404);
});

test.each([
  ['its digest', false],
  ['its torrent', true],
])('a machine that knows %s takes all of it by BitTorrent', async (_, hashed) => {
  await using served = await serveImage();
  await using swarm = await openTestSwarm(served.bytes);
  swarm.introduce({ address: '127.0.0.1', port: served.server.seeding.port });
  const machine = await swarm.join(hashed ? { hashes: hashesOf(served.bytes) } : {});
  await machine.done;
  expect(Buffer.compare(await machine.content(), served.bytes)).toBe(0);
  expect(swarm.origin.given).toBe(0);
  expect(served.server.tally.bytesOut).toBe(served.bytes.length);
});

test('the rate holds for HTTP and BitTorrent together', async () => {
  await using served = await serveImage({ bytesPerSecond: 2_000_000 });
  await using swarm = await openTestSwarm(served.bytes);
  swarm.origin.dead = true;
  swarm.introduce({ address: '127.0.0.1', port: served.server.seeding.port });
  const begun = performance.now();
  const byHttp = fetch(`${served.url}/iso/${digestOf(served.bytes).hex}`);
  const machine = await swarm.join();
  await machine.done;
  await (await byHttp).arrayBuffer();
  // 6 MB at 2 MB/s, less what goes at once.
  expect(performance.now() - begun).toBeGreaterThan(2_500);
});

test('an image that was written to is not given any more', async () => {
  await using served = await serveImage();
  const before = await call(served);
  expect(await firstBlock(before)).toEqual(served.bytes.subarray(0, 16_384));
  before?.close();
  await appendFile(served.path, 'x');
  const after = await call(served);
  expect(after).toBeDefined();
  expect(await firstBlock(after, 7)).toBeUndefined();
});

test('one address has no more connections than its share', async () => {
  await using served = await serveImage({ limits: { connectionsPerAddress: 2 } });
  const { port } = served.server.seeding;
  const sockets = [1, 2, 3].map(() => connect(port, '127.0.0.1'));
  await once(sockets[2] ?? sockets[0] ?? connect(port), 'close');
  expect(served.server.tally.refused).toBe(1);
  for (const socket of sockets) socket.destroy();
});

test('a machine that breaks the protocol loses its connection, and nobody else does', async () => {
  await using served = await serveImage();
  const [good, bad] = await Promise.all([call(served), call(served)]);
  if (good === undefined || bad === undefined) throw new Error('no connection');
  const closed = new Promise((resolve) =>
    bad.start({ onMessage: () => {}, onClose: () => resolve('closed') }),
  );
  bad.send({ kind: 'request', piece: 4_000_000, begin: 0, length: 16_384 });
  expect(await closed).toBe('closed');
  expect(await firstBlock(good)).toEqual(served.bytes.subarray(0, 16_384));
  good.close();
});
