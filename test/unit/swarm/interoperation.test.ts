import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { encodeBencode } from '../../../src/formats/bittorrent/bencode.ts';
import { hashesOf, openTestSwarm, type TestSwarm } from '../../helpers/swarm.ts';
import { startTracker } from '../../helpers/tracker.ts';

const size = 5_000_000;
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'webboot-aria2-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** webboot's own torrent of the swarm's file, with a tracker. */
async function writeTorrent({ bytes, name }: TestSwarm, announce: string): Promise<string> {
  const { geometry, hashes } = hashesOf(bytes);
  const info = { name, length: bytes.length, 'piece length': geometry.pieceLength, pieces: hashes };
  const path = join(folder, 'own.torrent');
  await writeFile(path, encodeBencode({ announce, info }));
  return path;
}

function aria2(directory: string, torrent: string, ...more: readonly string[]): ChildProcess {
  const args = [
    ...['--enable-dht=false', '--enable-dht6=false', '--bt-enable-lpd=false', '-q'],
    ...['--listen-port=30000-40000', `--dir=${directory}`, ...more, torrent],
  ];
  return spawn('aria2c', args, { stdio: 'ignore' });
}

test('aria2 takes an image from webboot', async () => {
  await using swarm = await openTestSwarm(randomBytes(size));
  await using tracker = await startTracker();
  const machine = await swarm.join({ hashes: hashesOf(swarm.bytes) });
  await machine.done;
  tracker.add(machine.port);
  const torrent = await writeTorrent(swarm, tracker.url);
  const child = aria2(folder, torrent, '--seed-time=0');
  const [status] = await once(child, 'close');
  expect(status).toBe(0);
  expect(Buffer.compare(await readFile(join(folder, swarm.name)), swarm.bytes)).toBe(0);
  expect(machine.bytesOut).toBeGreaterThanOrEqual(size);
});

test('webboot takes an image from aria2', async () => {
  await using swarm = await openTestSwarm(randomBytes(size), 250);
  await using tracker = await startTracker();
  const torrent = await writeTorrent(swarm, tracker.url);
  await writeFile(join(folder, swarm.name), swarm.bytes);
  const child = aria2(folder, torrent, '--check-integrity=true', '--seed-time=1');
  try {
    while (tracker.ports.size === 0) await sleep(50);
    const [port = 0] = tracker.ports;
    swarm.introduce({ address: '127.0.0.1', port });
    const machine = await swarm.join({ hashes: hashesOf(swarm.bytes) });
    await machine.done;
    expect(Buffer.compare(await machine.content(), swarm.bytes)).toBe(0);
    expect(swarm.origin.given).toBeLessThan(size / 2);
    expect(machine.received.get(`peer://127.0.0.1:${port}`)).toBeGreaterThan(size / 2);
  } finally {
    child.kill();
    await once(child, 'close');
  }
});
