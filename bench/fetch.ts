import { type ChildProcess, spawn } from 'node:child_process';
import { createHash, randomFillSync } from 'node:crypto';
import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { mkdir, mkdtemp, open, readFile, rm, stat, statfs, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { defined } from '../src/core/defined.ts';
import { createTestCertificates } from '../test/helpers/certificates.ts';
import { bundle } from '../tools/bundle/bundle.ts';
import type { BenchReport, BenchRow, Measurement } from './parts/report.ts';

const fileBytes = 2 * 1024 ** 3;
const runs = 5;
const ports = { http: 18_080, https: 18_443 };
const url = {
  http: `http://127.0.0.1:${ports.http}/image.iso`,
  https: `https://127.0.0.1:${ports.https}/image.iso`,
};

interface Candidate {
  readonly name: string;
  readonly command: string;
  readonly compare?: Comparison;
}

interface Comparison {
  readonly with: string;
  /** Of the ratios of wall times and of CPU times. */
  readonly limits?: { readonly wall: number; readonly cpu: number };
}

/** Of `webboot fetch` itself; the peers are small. */
const memoryLimitMb = 120;

interface Run {
  readonly wall: number;
  readonly cpu: number;
  readonly peakMb: number;
}

/** 2 GiB from nginx on the loopback to a file: `webboot fetch` with its digest read back, and peers. */
export async function run(): Promise<BenchReport> {
  const scratch = await mkdtemp(join(tmpdir(), 'webboot-bench-'));
  const target = await targetFolder(scratch);
  const output = join(target.folder, 'webboot-bench.iso');
  try {
    const sha256 = await makeImage(join(scratch, 'www'));
    const { caFile } = await createTestCertificates(scratch);
    await bundle({ outDir: join(scratch, 'dist'), minify: true, builtAt: 0 });
    const nginx = await startNginx(scratch);
    try {
      const measured = await measure(candidates({ scratch, output, sha256, caFile }), output);
      return report(measured, target.kind);
    } finally {
      nginx.kill('SIGTERM');
      await once(nginx, 'exit');
    }
  } finally {
    await rm(output, { force: true });
    await rm(scratch, { recursive: true });
  }
}

function candidates(where: {
  readonly scratch: string;
  readonly output: string;
  readonly sha256: string;
  readonly caFile: string;
}): readonly Candidate[] {
  const { scratch, output, sha256, caFile } = where;
  const webboot = `${process.execPath} ${join(scratch, 'dist/main.mjs')} fetch -o ${output} --sha256 ${sha256}`;
  const aria2c = `aria2c -q --allow-overwrite=true --file-allocation=none -d / -o ${output.slice(1)}`;
  return [
    { name: 'curl -o', command: `curl -sf -o ${output} ${url.http}` },
    {
      name: 'webboot fetch, verified',
      command: `${webboot} ${url.http}`,
      compare: { with: 'curl -o', limits: { wall: 1.35, cpu: 2 } },
    },
    {
      name: 'curl -o, then openssl dgst',
      command: `curl -sf -o ${output} ${url.http} && openssl dgst -sha256 ${output}`,
      compare: { with: 'curl -o' },
    },
    {
      name: 'aria2c -x4, no digest',
      command: `${aria2c} -x4 ${url.http}`,
      compare: { with: 'curl -o' },
    },
    {
      name: 'aria2c -x4 --checksum',
      command: `${aria2c} -x4 --checksum=sha-256=${sha256} ${url.http}`,
      compare: { with: 'curl -o' },
    },
    { name: 'curl -o, https', command: `curl -sf --cacert ${caFile} -o ${output} ${url.https}` },
    {
      name: 'webboot fetch, verified, https',
      command: `${webboot} --ca ${caFile} ${url.https}`,
      compare: { with: 'curl -o, https', limits: { wall: 1.2, cpu: 2 } },
    },
  ];
}

/** In turns, so that what else the machine does meets all of them; the first round is not counted. */
async function measure(
  list: readonly Candidate[],
  output: string,
): Promise<ReadonlyMap<Candidate, readonly Run[]>> {
  const measured = new Map(list.map((candidate): [Candidate, Run[]] => [candidate, []]));
  for (let round = 0; round <= runs; round += 1) {
    for (const [candidate, results] of measured) {
      await rm(output, { force: true });
      const result = await timed(candidate.command);
      if (round > 0) results.push(result);
    }
  }
  return measured;
}

async function timed(command: string): Promise<Run> {
  // The shell's own `time` counts the CPU seconds of what it waited for.
  const child = spawn('bash', ['-c', `TIMEFORMAT='%R %U %S'; time { ${command}; } >&2`], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let text = '';
  child.stderr.on('data', (part) => {
    text += part;
  });
  const exit = once(child, 'close');
  const peak = await peakMemory(child);
  const [status] = await exit;
  const [wall, user, system] = (text.trim().split('\n').at(-1) ?? '').split(' ').map(Number);
  if (status !== 0 || wall === undefined || user === undefined || system === undefined) {
    throw new Error(`${command} failed:\n${text}`);
  }
  return { wall, cpu: user + system, peakMb: peak };
}

/** The largest resident set of the shell's child: the kernel keeps the peak, it is read until the end. */
async function peakMemory(shell: ChildProcess): Promise<number> {
  let peak = 0;
  while (shell.exitCode === null && shell.signalCode === null) {
    const children = await text(`/proc/${shell.pid}/task/${shell.pid}/children`);
    for (const pid of children.trim().split(' ')) {
      const found = /^VmHWM:\s+(\d+) kB$/m.exec(await text(`/proc/${pid}/status`));
      peak = Math.max(peak, Number(found?.[1] ?? 0) / 1024);
    }
    await sleep(50);
  }
  return Math.round(peak);
}

function text(path: string): Promise<string> {
  return readFile(path, 'utf8').catch(() => '');
}

function report(measured: ReadonlyMap<Candidate, readonly Run[]>, targetKind: string): BenchReport {
  const walls = new Map<string, Measurement>();
  const processors = new Map<string, Measurement>();
  const rows: BenchRow[] = [];
  for (const [{ name, compare }, results] of measured) {
    const wall = { name, values: results.map((result) => result.wall) };
    const cpu = { name: `${name}: CPU time`, values: results.map((result) => result.cpu) };
    const peak: BenchRow = {
      name: `${name}: peak memory`,
      values: results.map((result) => result.peakMb),
      unit: 'MB',
      ...(compare?.limits && { limit: memoryLimitMb }),
    };
    rows.push(
      against(wall, compare && walls.get(compare.with), compare?.limits?.wall),
      against(cpu, compare && processors.get(compare.with), compare?.limits?.cpu),
      peak,
    );
    walls.set(name, wall);
    processors.set(name, cpu);
  }
  return {
    title: `fetch of 2 GiB from nginx on the loopback (medians of ${runs})`,
    rows,
    notes: [`files are written to ${targetKind}; the server shares the machine's cores`],
  };
}

function against(
  row: Measurement,
  baseline: Measurement | undefined,
  limit: number | undefined,
): BenchRow {
  return { ...row, ...defined({ baseline, limit }) };
}

/** Random bytes, so that nothing on the way can be clever about them; gives their digest. */
async function makeImage(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  const path = join(folder, 'image.iso');
  const file = await open(path, 'w');
  const block = Buffer.alloc(16 * 1024 * 1024);
  for (let written = 0; written < fileBytes; written += block.length) {
    await file.write(randomFillSync(block));
  }
  await file.close();
  const hash = createHash('sha256');
  await pipeline(createReadStream(path, { highWaterMark: 1024 * 1024 }), hash);
  return hash.digest('hex');
}

/** Memory where there is enough of it: the network is to be measured, not a disk. */
async function targetFolder(scratch: string): Promise<{ folder: string; kind: string }> {
  const shared = '/dev/shm';
  const room = await statfs(shared).then(
    ({ bavail, bsize }) => bavail * bsize,
    () => 0,
  );
  return room > 1.5 * fileBytes
    ? { folder: shared, kind: 'memory (tmpfs)' }
    : { folder: scratch, kind: `disk (${tmpdir()})` };
}

async function startNginx(scratch: string): Promise<ChildProcess> {
  const bodies = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (kind) => `${kind}_temp_path ${join(scratch, kind)};`,
  );
  const config = `
    daemon off; worker_processes 1; pid ${join(scratch, 'nginx.pid')}; error_log stderr;
    user root;
    events { worker_connections 64; }
    http {
      access_log off; sendfile on; tcp_nopush on; ${bodies.join(' ')}
      server { listen 127.0.0.1:${ports.http}; root ${join(scratch, 'www')}; }
      server {
        listen 127.0.0.1:${ports.https} ssl; root ${join(scratch, 'www')};
        ssl_certificate ${join(scratch, 'cert.pem')}; ssl_certificate_key ${join(scratch, 'key.pem')};
      }
    }`;
  const path = join(scratch, 'nginx.conf');
  await writeFile(path, config);
  const nginx = spawn('nginx', ['-e', 'stderr', '-c', path], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  while ((await stat(join(scratch, 'nginx.pid')).catch(() => undefined)) === undefined) {
    if (nginx.exitCode !== null) throw new Error('nginx did not start');
    await sleep(50);
  }
  return nginx;
}
