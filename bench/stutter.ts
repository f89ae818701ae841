import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, open, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { openPtyScreen } from '../test/helpers/pty-screen.ts';
import { bundleTuiProgram } from '../test/helpers/tui-bundle.ts';
import type { LoopFigures } from './parts/loop-meter.ts';
import type { MenuInCrowdOptions } from './parts/menu-in-crowd.ts';
import type { BenchReport, BenchRow } from './parts/report.ts';

const size = 3 * 2 ** 30;
const machines = 30;
/** The crowd brings in 100 MB a second: more than the network of most rooms. */
const seconds = 30;
/** Milliseconds of work that a person does not notice between a key and the menu's answer. */
const mostWork = 0.1;
const keyMs = 200;
const part = (name: string) => fileURLToPath(new URL(`./parts/${name}.ts`, import.meta.url));

/** The menu, with keys being pressed, while 3 GiB come from 30 machines; and the menu alone. */
export async function run(): Promise<BenchReport> {
  const scratch = await mkdtemp('/dev/shm/webboot-stutter-');
  const program = await bundleTuiProgram(part('menu-in-crowd'));
  try {
    const alone = await menuWith([], { scratch, program, size });
    const own = await inCrowd({ scratch, program, size });
    const torrent = await inCrowd({ scratch, program, size, pieceLength: 256 * 1024 });
    return {
      title: `the menu's event loop while ${size / 2 ** 30} GiB come from ${machines} machines`,
      rows: [
        ...rowsOf('menu alone', alone),
        ...rowsOf("webboot's pieces (4 MiB)", own),
        ...rowsOf("a torrent's pieces (256 KiB), hashed", torrent),
      ],
      notes: [
        'work is processor time of the one thread between two chances for a key, so that other load does not count; delay is by the clock',
      ],
    };
  } finally {
    await rm(scratch, { recursive: true });
    await rm(dirname(dirname(program)), { recursive: true });
  }
}

type Case = Pick<MenuInCrowdOptions, 'size' | 'pieceLength'> & {
  readonly scratch: string;
  readonly program: string;
};

async function inCrowd(wish: Case): Promise<LoopFigures> {
  const pieces = Math.ceil(size / (wish.pieceLength ?? 4 * 2 ** 20));
  const crowd = spawn(
    process.execPath,
    [part('crowd'), JSON.stringify({ ...wish, machines, perSecond: pieces / seconds })],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  );
  try {
    const [line] = await once(crowd.stdout, 'data');
    return await menuWith(JSON.parse(String(line)), wish);
  } finally {
    crowd.kill();
    await once(crowd, 'close');
  }
}

async function menuWith(
  ports: readonly number[],
  { scratch, program, ...wish }: Case,
): Promise<LoopFigures> {
  const sink = join(scratch, 'image');
  const figures = join(scratch, 'figures.json');
  const file = await open(sink, 'w');
  await file.truncate(size);
  await file.close();
  await rm(figures, { force: true });
  const options: MenuInCrowdOptions = { ...wish, ports, sink, figures };
  const screen = openPtyScreen(process.execPath, [program, JSON.stringify(options)], {
    columns: 80,
    rows: 24,
  });
  try {
    for (let presses = 0; !screen.exited(); presses += 1) {
      await sleep(keyMs);
      // Help comes and goes over the running download.
      if (presses * keyMs > 4_000) screen.press(presses % 2 === 0 ? '?' : '\x1b');
    }
    const text = await readFile(figures, 'utf8').catch(() => {
      throw new Error(`the menu ended:\n${screen.frame()}`);
    });
    return JSON.parse(text);
  } finally {
    screen.kill();
    await rm(sink);
  }
}

function rowsOf(name: string, figures: LoopFigures): readonly BenchRow[] {
  const { longestWork, work99, delay99, longestDelay, cpu } = figures;
  return [
    { name: `${name}: longest work`, values: [longestWork / 1000], limit: mostWork },
    { name: `${name}: work, 99 of 100`, values: [work99 / 1000] },
    { name: `${name}: longest delay`, values: [longestDelay / 1000] },
    { name: `${name}: delay, 99 of 100`, values: [delay99 / 1000] },
    { name: `${name}: CPU time of the thread`, values: [cpu] },
  ];
}
