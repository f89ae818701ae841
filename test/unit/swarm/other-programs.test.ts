import type { ChildProcess } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ownGeometry } from '../../../src/core/swarm/geometry.ts';
import { ownTorrent, parseTorrent } from '../../../src/formats/bittorrent/torrent.ts';
import { bundle } from '../../../tools/bundle/bundle.ts';
import { type Lan, openLan } from '../../helpers/lan.ts';
import { inSpace, runOn, serveLanImage } from '../../helpers/lan-server.ts';

const bytes = 8_000_000;
const program = new URL('../../helpers/serve-process.ts', import.meta.url).pathname;
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'webboot-programs-'));
  await bundle({ outDir: join(folder, 'dist'), minify: true, builtAt: 0 });
});
afterAll(() => rm(folder, { recursive: true }));

function openRoom(machines: number, serverMbit = 100): Promise<Lan> {
  return openLan({ prefix: `wbp${process.pid}`, machines, serverMbit, machineMbit: 1_000 });
}

/** `webboot serve` on the first machine of a room. */
async function serveOn(lan: Lan, path: string, rate = 0) {
  const child = inSpace(lan.machines[0] ?? '', [process.execPath, program, path, String(rate)]);
  let output = '';
  child.stdout?.on('data', (part) => {
    output += part;
  });
  while (!output.includes('\n')) await sleep(50);
  return {
    url: `http://${lan.addressOf(0)}:8080/iso/${output.trim()}`,
    /** Gives how many bytes have left it. */
    async stop() {
      child.kill();
      await once(child, 'close');
      return Number(output.trim().split('\n')[1]);
    },
  };
}

/** The torrent as a machine gets it from there, and the same without the address that has the file by HTTP. */
async function torrentsOf(lan: Lan, url: string) {
  const own = join(folder, 'own.torrent');
  const curl = ['curl', '-sSf', '-o', own, `${url}.torrent`];
  await execa('ip', ['netns', 'exec', lan.machines[1] ?? '', ...curl]);
  const { hashes, geometry, webSeeds, files } = parseTorrent(await readFile(own));
  const bare = join(folder, 'bare.torrent');
  await writeFile(bare, ownTorrent(files[0]?.name ?? '', geometry, hashes));
  return { own, bare, webSeeds };
}

const aria2 = (directory: string, torrent: string, seedMinutes: number) => [
  ...['aria2c', '-q', '--enable-dht=false', '--enable-dht6=false', '--bt-enable-lpd=true'],
  ...[
    '--check-integrity=true',
    '--seed-ratio=0',
    `--seed-time=${seedMinutes}`,
    `--dir=${directory}`,
    torrent,
  ],
];

async function transmission(directory: string, torrent: string): Promise<readonly string[]> {
  const config = await mkdtemp(join(folder, 'transmission-'));
  const settings = { 'lpd-enabled': true, 'dht-enabled': false, 'utp-enabled': false };
  await writeFile(join(config, 'settings.json'), JSON.stringify(settings));
  return ['transmission-cli', '-g', config, '-w', directory, '-p', '51413', torrent];
}

async function place(name: string): Promise<string> {
  const directory = join(folder, name);
  await rm(directory, { recursive: true, force: true });
  await mkdir(directory);
  return directory;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'close');
}

const digestIn = async (path: string) =>
  createHash('sha256')
    .update(await readFile(path).catch(() => ''))
    .digest('hex');

test('aria2 and transmission take an image whole from webboot serve, by its torrent', async () => {
  await using lan = await openRoom(3);
  const path = join(folder, 'image.iso');
  await writeFile(path, randomBytes(bytes));
  const sha256 = await digestIn(path);
  const serving = await serveOn(lan, path);
  const torrents = await torrentsOf(lan, serving.url);
  expect(torrents.webSeeds).toEqual([serving.url]);
  const [, second = '', third = ''] = lan.machines;

  // With the file's address, no other way to find a machine is needed.
  const first = await place('aria2');
  expect((await runOn(second, aria2(first, torrents.own, 0))).status).toBe(0);
  expect(await digestIn(join(first, sha256))).toBe(sha256);

  // Without it, only BitTorrent is left.
  const again = await place('aria2-bare');
  expect((await runOn(second, aria2(again, torrents.bare, 0))).status).toBe(0);
  expect(await digestIn(join(again, sha256))).toBe(sha256);

  const there = await place('transmission');
  const child = inSpace(third, await transmission(there, torrents.bare));
  try {
    await expect.poll(() => digestIn(join(there, sha256)), { timeout: 60_000 }).toBe(sha256);
  } finally {
    await end(child);
  }
  expect(await serving.stop()).toBeGreaterThanOrEqual(3 * bytes);
}, 180_000);

test.each(['aria2', 'transmission'])(
  'a machine takes an image from %s, which gives it by the torrent of webboot serve',
  async (kind) => {
    await using lan = await openRoom(3, 2);
    await using image = await serveLanImage(lan, folder, bytes);
    const path = join(folder, 'www/image.iso');
    // Neither the mirror nor the serving machine gives it fast enough.
    const serving = await serveOn(lan, path, 100_000);
    const { bare } = await torrentsOf(lan, serving.url);
    const there = await place(kind);
    await cp(path, join(there, image.sha256));
    const command = kind === 'aria2' ? aria2(there, bare, 5) : await transmission(there, bare);
    const [, other = '', machine = ''] = lan.machines;
    const child = inSpace(other, command);
    try {
      const before = await lan.serverBytes();
      const output = join(folder, 'fetched.iso');
      const fetch = [process.execPath, join(folder, 'dist/main.mjs'), 'fetch', '-o', output];
      const run = await runOn(machine, [...fetch, '--sha256', image.sha256, image.url]);
      expect(run.status === 0 || run.errors).toBe(true);
      expect(await digestIn(output)).toBe(image.sha256);
      const sent = (await lan.serverBytes()) - before;
      expect(sent + (await serving.stop())).toBeLessThan(bytes / 2);
    } finally {
      await end(child);
    }
  },
  180_000,
);

test('all holders make the same torrent', () => {
  const geometry = ownGeometry(bytes);
  const hashes = Buffer.alloc(geometry.pieces * 20, 7);
  const [plain, seeded] = [[], ['http://10.0.0.1/iso/x']].map((webSeeds) =>
    parseTorrent(ownTorrent('x', geometry, hashes, webSeeds)),
  );
  expect(seeded?.infoHash).toEqual(plain?.infoHash);
});
