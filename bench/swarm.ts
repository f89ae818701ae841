import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ownGeometry } from '../src/core/swarm/geometry.ts';
import { encodeBencode } from '../src/formats/bittorrent/bencode.ts';
import { sha1 } from '../src/formats/bittorrent/torrent.ts';
import { type Lan, openLan } from '../test/helpers/lan.ts';
import { type LanImage, runOn, serveLanImage } from '../test/helpers/lan-server.ts';
import { bundle } from '../tools/bundle/bundle.ts';
import type { BenchReport, BenchRow } from './parts/report.ts';

interface Room {
  readonly machines: number;
  readonly bytes: number;
  readonly serverMbit: number;
  /** Of the file, that may leave the server. */
  readonly mostSent: number;
}

const whole = { bytes: 300_000_000, serverMbit: 100, mostSent: 1.2 };
const rooms: readonly Room[] = [
  { machines: 1, ...whole },
  { machines: 8, ...whole },
  { machines: 16, ...whole },
  // Their images take memory, and their programs the processor's time: a third of everything.
  { machines: 30, bytes: 100_000_000, serverMbit: 33, mostSent: 2 },
];
/** Of the time that one machine takes. */
const longest = 1.3;

/** Machines that take it with curl: each of them takes the whole file. With transmission it takes minutes. */
const mostMachines = { curl: 8, aria2: 30, transmission: 16 } as const;

interface Result {
  readonly sent: number;
  readonly last: number;
  readonly cpu: number;
  readonly peakMb: number;
}

type Command = (at: number) => readonly string[];

/** Rooms of machines that fetch an image at once, in network namespaces. Needs root. */
export async function run(): Promise<BenchReport> {
  const scratch = await mkdtemp('/dev/shm/webboot-swarm-');
  try {
    await bundle({ outDir: join(scratch, 'dist'), minify: true, builtAt: 0 });
    const rows: BenchRow[] = [];
    let single: BenchRow | undefined;
    for (const { machines, bytes, serverMbit, mostSent } of rooms) {
      await using lan = await openLan({ prefix: 'wbb', machines, serverMbit, machineMbit: 1_000 });
      await using image = await serveLanImage(lan, scratch, bytes);
      const torrent = await writeTorrent(scratch, image);
      const output = (at: number) => join(scratch, `out-${at}`);
      const webboot: Command = (at) => [
        ...[process.execPath, join(scratch, 'dist/main.mjs'), 'fetch', '--json'],
        ...['--sha256', image.sha256, '-o', output(at), image.url],
      ];
      const curl: Command = (at) => ['curl', '-sf', '-o', output(at), '-w', 'done', image.url];
      const aria2: Command = (at) => [
        ...['aria2c', '-q', '--enable-dht=false', '--bt-enable-lpd=true', '--seed-time=0.5'],
        ...['--stream-piece-selector=random', '--on-bt-download-complete=/bin/echo'],
        ...['-d', output(at), torrent],
      ];
      const transmission = await writeTransmission(scratch, machines);
      const measured = async (command: Command) => {
        const result = await together(lan, image, command);
        // The next one begins anew, and sixteen images take 5 GB of memory.
        const outputs = lan.machines.map((_, at) => output(at));
        await Promise.all(outputs.map((path) => rm(path, { recursive: true, force: true })));
        return result;
      };
      const found = await measured(webboot);
      const time = { name: `webboot × ${machines}: last one done`, values: [found.last] };
      // Another file has another time.
      const isWhole = bytes === whole.bytes;
      if (isWhole) single ??= time;
      const baseline = isWhole ? single : undefined;
      rows.push(
        {
          name: `webboot × ${machines}: files sent`,
          values: [found.sent],
          unit: 'files',
          limit: mostSent,
        },
        baseline === undefined ? time : { ...time, baseline, limit: longest },
        ...costs(`webboot × ${machines}`, found),
      );
      for (const [name, command] of [
        ['curl', curl],
        ['aria2', aria2],
        ['transmission', (at: number) => ['sh', transmission(at), output(at), torrent]],
      ] as const) {
        if (machines > mostMachines[name]) continue;
        const other = await measured(command);
        rows.push(
          { name: `${name} × ${machines}: files sent`, values: [other.sent], unit: 'files' },
          { name: `${name} × ${machines}: last one done`, values: [other.last] },
          ...(name === 'transmission' ? [] : costs(`${name} × ${machines}`, other)),
        );
      }
    }
    const notes = [
      'all machines share the cores of this one; processor time is of each client, with its start',
    ];
    return {
      title: `${whole.bytes / 1e6} MB from a server with ${whole.serverMbit} Mbit/s, in a room at once; 30 machines: a third of both`,
      rows,
      notes,
    };
  } finally {
    await rm(scratch, { recursive: true });
  }
}

function costs(name: string, { cpu, peakMb }: Result): readonly BenchRow[] {
  return [
    { name: `${name}: CPU time each`, values: [cpu] },
    { name: `${name}: peak memory`, values: [peakMb], unit: 'MB' },
  ];
}

async function together(lan: Lan, image: LanImage, command: Command): Promise<Result> {
  const before = await lan.serverBytes();
  const runs = await Promise.all(lan.machines.map((space, at) => runOn(space, command(at))));
  const wrong = runs.find(({ status }) => status !== 0);
  if (wrong) throw new Error(`${command(0).join(' ')} failed:\n${wrong.errors}`);
  return {
    sent: ((await lan.serverBytes()) - before) / image.bytes,
    last: Math.max(...runs.map(({ done }) => done)),
    cpu: runs.reduce((sum, { cpu }) => sum + cpu, 0) / runs.length,
    peakMb: Math.max(...runs.map(({ peakMb }) => peakMb)),
  };
}

/**
 * Scripts, one for each machine, that run transmission-cli until it has everything, say so, and go on
 * giving for a while: FOLDER TORRENT. It has no end of its own.
 */
async function writeTransmission(scratch: string, machines: number) {
  const folders = Array.from({ length: machines }, (_, at) => join(scratch, `transmission-${at}`));
  const settings = { 'lpd-enabled': true, 'dht-enabled': false, 'utp-enabled': false };
  for (const folder of folders) {
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder);
    await writeFile(join(folder, 'settings.json'), JSON.stringify(settings));
    const finished = `#!/bin/sh\ntouch ${folder}/finished\n`;
    await writeFile(join(folder, 'finished.sh'), finished, { mode: 0o755 });
    await writeFile(
      join(folder, 'run.sh'),
      `rm -rf "$1" && mkdir "$1"
       transmission-cli -g ${folder} -w "$1" -f ${folder}/finished.sh "$2" >/dev/null 2>&1 &
       until [ -e ${folder}/finished ]; do sleep 0.2; done
       echo done
       sleep 20
       kill $!
       wait
       rm -f ${folder}/finished\n`,
    );
  }
  return (at: number) => join(folders[at] ?? '', 'run.sh');
}

/** With the server as a web seed (BEP 19). */
async function writeTorrent(folder: string, image: LanImage): Promise<string> {
  const content = await readFile(join(folder, 'www/image.iso'));
  const { pieces, pieceLength } = ownGeometry(content.length);
  const hashes = Array.from({ length: pieces }, (_, at) =>
    sha1(content.subarray(at * pieceLength, (at + 1) * pieceLength)),
  );
  const name = `${createHash('sha256').update(content).digest('hex')}.iso`;
  const info = {
    name,
    length: image.bytes,
    'piece length': pieceLength,
    pieces: Buffer.concat(hashes),
  };
  const path = join(folder, 'image.torrent');
  await writeFile(path, encodeBencode({ info, 'url-list': [image.url] }));
  return path;
}
