import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type BenchReport, keepsLimit, reportText } from '../../bench/parts/report.ts';
import { runEach } from '../../bench/parts/run-each.ts';
import { WebbootError } from '../../src/errors.ts';
import { buildDirectory } from '../shared/paths.ts';
import { reportingErrors } from '../shared/report-error.ts';
import { step } from '../shared/say.ts';

interface Bench {
  readonly summary: string;
  /** It takes too long for `all`, or needs what is not there by itself. */
  readonly apart?: true;
  load(): Promise<{ run(): Promise<BenchReport> }>;
}

const benches: Readonly<Record<string, Bench>> = {
  size: { summary: "the image's size", load: () => import('../../bench/size.ts') },
  start: {
    summary: 'power-on to the first paint and the first key, next to busybox and a shell script',
    load: () => import('../../bench/start.ts'),
  },
  boot: {
    summary: 'power-on to a live system, next to shell scripts and a CD',
    load: () => import('../../bench/boot.ts'),
  },
  fetch: {
    summary: 'a download of 2 GiB, next to curl and aria2',
    load: () => import('../../bench/fetch.ts'),
  },
  swarm: {
    summary: 'a room of machines that fetch an image at once, next to curl and aria2 (needs root)',
    apart: true,
    load: () => import('../../bench/swarm.ts'),
  },
  stutter: {
    summary: 'the event loop of the menu while 3 GiB come from 30 machines',
    apart: true,
    load: () => import('../../bench/stutter.ts'),
  },
  inspect: {
    summary: 'a look into an ISO, next to cpio and zstdcat',
    load: () => import('../../bench/inspect.ts'),
  },
  'hand-over': {
    summary: 'from the last byte to the new kernel, next to mount and cp',
    load: () => import('../../bench/hand-over.ts'),
  },
  memory: {
    summary: 'what the menu takes, and the least RAM for it and for a boot',
    load: () => import('../../bench/memory.ts'),
  },
  compression: {
    summary: "the image's size by compression",
    apart: true,
    load: () => import('../../bench/compression.ts'),
  },
  kernel: {
    summary: "a kernel of one's own next to Debian's (npm run kernel -- build makes one)",
    apart: true,
    load: () => import('../../bench/kernel.ts'),
  },
};

const all = Object.keys(benches).filter((name) => benches[name]?.apart === undefined);

const usage = `usage: npm run bench -- NAME... | all

Measures, prints one table, and fails if a limit is exceeded or a benchmark fails. The table is
also in build/bench/table.txt, as far as it goes, while the rest runs. all: ${all.join(', ')}.

${Object.entries(benches)
  .map(([name, { summary }]) => `  ${name.padEnd(12)} ${summary}`)
  .join('\n')}
`;

await reportingErrors(async () => {
  const args = process.argv.slice(2);
  if (args.includes('--help') || args.includes('-h')) {
    process.stdout.write(usage);
    return;
  }
  const named = args.length === 0 || args.includes('all') ? all : args;
  const wanted = named.map((name) => {
    const { load } = benchOf(name);
    return { name, run: () => step(`bench ${name}`, async () => (await load()).run()) };
  });
  const { reports, failed } = await runEach(wanted, async (soFar) => {
    const newest = soFar.slice(-1);
    if (wanted.length > 1) process.stdout.write(`${reportText(newest)}\n`);
    await mkdir(join(buildDirectory, 'bench'), { recursive: true });
    await writeFile(join(buildDirectory, 'bench/table.txt'), reportText(soFar));
  });
  process.stdout.write(`${reportText(reports)}\n`);
  const isKept = reports.every(({ rows }) => rows.every(keepsLimit));
  process.exitCode = isKept && failed.length === 0 ? 0 : 1;
});

function benchOf(name: string): Bench {
  const bench = benches[name];
  if (bench !== undefined) return bench;
  throw new WebbootError('usage', `Unknown benchmark "${name}".`, {
    remedy: `Choose from all, ${Object.keys(benches).join(', ')}.`,
  });
}
