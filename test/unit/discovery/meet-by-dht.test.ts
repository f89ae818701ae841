import { createHash, randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openSwarms } from '../../../src/app/open-swarms.ts';
import { dhtKey, meetByDht } from '../../../src/discovery/meet-by-dht.ts';
import { createNetwork } from '../../../src/net/network.ts';
import { digestOf, serveImage } from '../../helpers/served-image.ts';

/** Ends all nodes of a test with it. */
function stopping() {
  const ends = new AbortController();
  return { signal: ends.signal, [Symbol.dispose]: () => ends.abort() };
}

const digest = digestOf(new Uint8Array([1]));
const other = digestOf(new Uint8Array([2]));

/** The first node of a network, where a machine at port 4001 gives an image. */
async function firstNode(signal: AbortSignal): Promise<string> {
  const given = { keys: [dhtKey(digest)], peerPort: 4001, signal };
  return `127.0.0.1:${await meetByDht({ ...given, bootstrap: [] })}`;
}

test('machines meet by the digest of an image, and by no other', async () => {
  using ends = stopping();
  const { signal } = ends;
  const bootstrap = [await firstNode(signal)];
  const found: string[] = [];
  const onFound = ({ port }: { port: number }) => void found.push(`by digest: ${port}`);
  const others: number[] = [];
  await meetByDht({ bootstrap, keys: [dhtKey(digest)], peerPort: 4002, signal, onFound });
  await meetByDht({
    ...{ bootstrap, keys: [dhtKey(other)], peerPort: 4003, signal },
    onFound: ({ port }) => others.push(port),
  });
  await expect.poll(() => found, { timeout: 30_000 }).toContain('by digest: 4001');
  expect(others).not.toContain(4001);
});

test('noise ends no node, and keeps nobody from meeting', async () => {
  using ends = stopping();
  const { signal } = ends;
  const node = await firstNode(signal);
  const noise = createSocket('udp4');
  const query = `d1:ad2:id20:${'x'.repeat(20)}9:info_hash20:${'y'.repeat(20)}e1:q9:get_peers1:t2:aa1:y1:qe`;
  const sending = setInterval(() => {
    const bent = Buffer.from(query);
    bent[Math.floor(Math.random() * bent.length)] = Math.floor(Math.random() * 256);
    for (const packet of [bent, randomBytes(60), Buffer.from('de'), Buffer.alloc(1400, 'l')]) {
      noise.send(packet, Number(node.split(':')[1]), '127.0.0.1');
    }
  }, 1);
  try {
    const found: number[] = [];
    await meetByDht({
      ...{ bootstrap: [node], keys: [dhtKey(digest)], peerPort: 4002, signal },
      onFound: ({ port }) => found.push(port),
    });
    await expect.poll(() => found, { timeout: 30_000 }).toContain(4001);
  } finally {
    clearInterval(sending);
    noise.close();
  }
});

test('an image comes from a machine that only the DHT knows', async () => {
  using ends = stopping();
  const { signal } = ends;
  await using served = await serveImage();
  const { digests } = served.file;
  const peerPort = served.server.seeding.port;
  const given = { bootstrap: [], keys: digests.map(dhtKey), peerPort, signal };
  const node = `127.0.0.1:${await meetByDht(given)}`;
  const network = createNetwork({ limits: { attempts: 1 } });
  const swarms = openSwarms(network, 'off', [node]);
  const folder = await mkdtemp(join(tmpdir(), 'webboot-dht-'));
  try {
    const swarm = await swarms.join(digests[0], { mirrors: [], torrents: [] });
    if (swarm === undefined) throw new Error('there is no swarm');
    const sink = join(folder, 'live.iso');
    await network.download({
      ...{ urls: ['http://127.0.0.1:1/live.iso'], swarm, sink },
      expectedBytes: served.bytes.length,
      digest: { algorithm: 'sha256', suffix: new Uint8Array() },
      confirm: async () => {},
    });
    const content = await readFile(sink);
    expect(createHash('sha256').update(content).digest('hex')).toBe(digests[0].hex);
  } finally {
    await swarms.leave();
    await rm(folder, { recursive: true });
  }
});

test('without a node that is named, nobody beyond this network is asked', async () => {
  const swarms = openSwarms(createNetwork(), 'off');
  expect(await swarms.join(digest, { mirrors: [], torrents: [] })).toBeUndefined();
});
