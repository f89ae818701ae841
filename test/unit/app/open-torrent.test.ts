import { type ChildProcess, spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openSwarms } from '../../../src/app/open-swarms.ts';
import { WebbootError } from '../../../src/errors.ts';
import { encodeBencode } from '../../../src/formats/bittorrent/bencode.ts';
import { sha1 } from '../../../src/formats/bittorrent/torrent.ts';
import { createNetwork } from '../../../src/net/network.ts';
import type { TorrentImage } from '../../../src/ports/swarm.ts';
import { startTracker, type Tracker } from '../../helpers/tracker.ts';

const pieceLength = 32_768;
const network = createNetwork();
const { signal } = new AbortController();
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'webboot-torrent-'));
});
afterAll(() => rm(folder, { recursive: true }));

interface Release {
  readonly image: Uint8Array;
  readonly torrent: Uint8Array;
}

/** An image as a distribution publishes it: by itself, or behind its checksum in one torrent. */
function release(trackers: readonly string[], behind: Uint8Array | undefined): Release {
  const image = randomBytes(3_000_001);
  const all = behind === undefined ? image : Buffer.concat([behind, image]);
  const pieces = Array.from({ length: Math.ceil(all.length / pieceLength) }, (_, at) =>
    sha1(all.subarray(at * pieceLength, (at + 1) * pieceLength)),
  );
  const files =
    behind === undefined
      ? { name: 'live.iso', length: image.length }
      : {
          name: 'release',
          files: [
            { length: behind.length, path: ['SHA256SUMS'] },
            { length: image.length, path: ['live.iso'] },
          ],
        };
  const info = { ...files, 'piece length': pieceLength, pieces: Buffer.concat(pieces) };
  return { image, torrent: encodeBencode({ 'announce-list': trackers.map((one) => [one]), info }) };
}

async function onWeb(bytes: Uint8Array) {
  const server = createServer((_, answer) => void answer.end(bytes));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}/live.iso.torrent`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** Gives a release to others, as a mirror's BitTorrent program does. */
async function seed({ image, torrent }: Release, behind: Uint8Array | undefined, tracker: Tracker) {
  const place = await mkdtemp(join(folder, 'seed-'));
  const path = join(place, 'x.torrent');
  const files = behind === undefined ? place : join(place, 'release');
  await mkdir(files, { recursive: true });
  await writeFile(path, torrent);
  await writeFile(join(files, 'live.iso'), image);
  if (behind) await writeFile(join(files, 'SHA256SUMS'), behind);
  const args = ['--enable-dht=false', '--enable-dht6=false', '--bt-enable-lpd=false', '-q'];
  const child: ChildProcess = spawn(
    'aria2c',
    [...args, '--check-integrity=true', '--seed-ratio=0', '--seed-time=5', `--dir=${place}`, path],
    { stdio: 'ignore' },
  );
  while (tracker.ports.size === 0) await sleep(50);
  return {
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL');
      await once(child, 'close');
    },
  };
}

async function download(
  { swarm, bytes }: TorrentImage,
  expected: Uint8Array,
  notes: string[] = [],
) {
  const sink = join(await mkdtemp(join(folder, 'sink-')), 'live.iso');
  const digest = createHash('sha256').update(expected).digest();
  await network.download({
    ...{ urls: [], swarm, sink, expectedBytes: bytes },
    digest: { algorithm: 'sha256', suffix: new Uint8Array() },
    onNote: (text) => notes.push(text),
    async confirm(found) {
      if (Buffer.compare(found, digest) !== 0)
        throw new WebbootError('digest-wrong', 'It differs.');
    },
  });
  return readFile(sink);
}

const cases = [
  ['of one file, by HTTP', 'url', undefined],
  ['of one file, by UDP', 'udpUrl', undefined],
  ['of several files, in which it begins within a piece', 'url', randomBytes(50_000)],
] as const;

/** The image of a torrent that another program gives, and whose first tracker is dead. */
async function published(by: 'url' | 'udpUrl', behind: Uint8Array | undefined) {
  const open = new AsyncDisposableStack();
  const tracker = open.use(await startTracker());
  const made = release(['http://127.0.0.1:1/dead', tracker[by]], behind);
  const web = open.use(await onWeb(made.torrent));
  // What it asks is a tracker by HTTP: aria2 wants UDP together with its DHT only.
  const forSeed = { ...made, torrent: withTracker(made.torrent, tracker.url) };
  open.use(await seed(forSeed, behind, tracker));
  const swarms = openSwarms(network, 'off');
  open.defer(() => swarms.leave());
  const notes: string[] = [];
  const onNote = (text: string) => void notes.push(text);
  const image = await swarms.torrent({ urls: [web.url], fileName: 'live.iso', signal, onNote });
  return {
    ...{ image, notes, tracker, swarms },
    bytes: made.image,
    [Symbol.asyncDispose]: () => open.disposeAsync(),
  };
}

test.each(cases)('an image comes by a torrent %s', async (_, by, behind) => {
  await using made = await published(by, behind);
  expect(made.image.bytes).toBe(made.bytes.length);
  expect(Buffer.compare(await download(made.image, made.bytes), made.bytes)).toBe(0);
  await expect
    .poll(() => made.notes.join(), { timeout: 10_000 })
    .toContain('The tracker 127.0.0.1:1 was left out');
  await made.swarms.leave();
  await expect.poll(() => made.tracker.events, { timeout: 10_000 }).toContain('stopped');
});

test.each(cases)(
  'an image is looked into, and then comes, by a torrent %s',
  async (_, by, behind) => {
    await using made = await published(by, behind);
    const reading = await made.image.open(signal);
    const isAt = async (offset: number, length: number) => {
      const expected = made.bytes.subarray(offset, offset + length);
      expect(Buffer.compare(await reading.read(offset, length), expected)).toBe(0);
    };
    await isAt(1_000_000, 70_000);
    await isAt(2_999_990, 100);
    await isAt(0, 10);
    expect(reading.bytesRead).toBeLessThan(400_000);
    await reading.close();
    expect(Buffer.compare(await download(made.image, made.bytes), made.bytes)).toBe(0);
  },
);

/** The same torrent for others: its info-hash does not change. */
function withTracker(torrent: Uint8Array, announce: string): Uint8Array {
  const at = Buffer.from(torrent).indexOf('4:infod');
  const head = `d8:announce${announce.length}:${announce}`;
  return Buffer.concat([Buffer.from(head), torrent.subarray(at)]);
}

test('a torrent of another image ends with the digest that is wrong', async () => {
  await using tracker = await startTracker();
  const made = release([tracker.url], undefined);
  await using web = await onWeb(made.torrent);
  await using _seed = await seed(made, undefined, tracker);
  const swarms = openSwarms(network, 'off');
  try {
    const image = await swarms.torrent({ urls: [web.url], fileName: 'live.iso', signal });
    const signed = randomBytes(made.image.length);
    await expect(download(image, signed)).rejects.toMatchObject({ code: 'digest-wrong' });
  } finally {
    await swarms.leave();
  }
});

test.each([
  ['a page', Buffer.from('<html>'), 'not a digit'],
  [
    'a torrent of something else',
    release([], randomBytes(9)).torrent,
    'it does not have the image',
  ],
])('%s in place of the torrent is named', async (_, bytes, reason) => {
  await using web = await onWeb(bytes);
  const swarms = openSwarms(network, 'off');
  try {
    const fileName = 'other.iso';
    const opened = swarms.torrent({ urls: [web.url], fileName, signal });
    await expect(opened).rejects.toMatchObject({ code: 'all-mirrors-failed' });
    await expect(opened).rejects.toThrow(reason);
  } finally {
    await swarms.leave();
  }
});
