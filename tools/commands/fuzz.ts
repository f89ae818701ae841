import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { Worker } from 'node:worker_threads';
import { hostileCases } from '../../test/fuzz/hostile/cases.ts';
import type { FuzzTarget } from '../../test/fuzz/target.ts';
import { fuzzTargets } from '../../test/fuzz/targets.ts';

/**
 * `npm run fuzz -- [--runs N] [--seconds N] [--from N] [TARGET…]`: mutates real inputs of every
 * parser. Runs are shared out among the targets. A finding is anything thrown but FormatError,
 * more than 2 s of processor time for an input, or more than 512 MB of memory; its input is kept under
 * test/fixtures/crashers, where a property test replays it. The same numbers give the same inputs.
 */
const slowestMs = 2000;
const memoryLimitMb = 512;
const watchMs = 500;
/** Longer than any seed with all of its changes. */
const longestInput = 4 << 20;
/** While the worker makes its seeds, which may take longer than any input. */
const notStarted = -1;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    runs: { type: 'string', default: '100000' },
    seconds: { type: 'string', default: '600' },
    from: { type: 'string', default: '0' },
  },
});
const targets = await fuzzTargets(positionals);
const share = Math.ceil(Number(values.runs) / Math.max(1, targets.length));
const first = Number(values.from);
const deadline = Date.now() + Number(values.seconds) * 1000;
let findings = positionals.length === 0 ? await runHostile() : 0;
for (const target of targets) {
  findings += await fuzz(target, { first, end: first + share });
}
const peakMb = Math.round(process.resourceUsage().maxRSS / 1024);
console.log(`${findings} findings; at most ${peakMb} MB of memory`);
process.exitCode = findings === 0 && targets.length > 0 && peakMb <= memoryLimitMb ? 0 : 1;

/** Inputs that were made by hand; what they must not do is said in test/fuzz/README.md. */
async function runHostile(): Promise<number> {
  const program = fileURLToPath(new URL('../../test/fuzz/hostile/run.ts', import.meta.url));
  const lines: string[] = [];
  for (const group of Object.keys(hostileCases)) {
    const { stdout } = await promisify(execFile)(process.execPath, [program, group]);
    lines.push(...stdout.trim().split('\n'));
  }
  let found = 0;
  for (const line of lines) {
    const { longestBlockMs, cancelMs = 0, peakMb, wrong } = JSON.parse(line);
    const bad = longestBlockMs > 200 || cancelMs > 1000 || peakMb > memoryLimitMb;
    if (!bad && wrong === undefined) continue;
    console.log(line);
    found += 1;
  }
  return found;
}

async function fuzz(target: FuzzTarget, range: { first: number; end: number }): Promise<number> {
  if ((await target.seeds()).length === 0) {
    console.log(`${target.name}: skipped, no seeds on this machine`);
    return 0;
  }
  let found = 0;
  let next = range.first;
  const started = Date.now();
  while (next < range.end && Date.now() < deadline && found < 20) {
    const finding = await runUntilFinding(target, { first: next, end: range.end });
    if (finding.reason === undefined) {
      next = finding.index;
      break;
    }
    found += 1;
    const path = await keep(target, finding.input ?? new Uint8Array(0));
    console.log(`${target.name} #${finding.index}: ${finding.reason}\n  kept as ${path}`);
    next = finding.index + 1;
  }
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  console.log(`${target.name}: ${next - range.first} inputs, ${found} findings, ${seconds} s`);
  return found;
}

interface Finding {
  readonly index: number;
  /** Absent when the range, or the time, came to its end. */
  readonly reason?: string;
  readonly input?: Uint8Array;
}

/** A worker does the runs, so that an input that never returns can be ended and named. */
function runUntilFinding(
  target: FuzzTarget,
  range: { first: number; end: number },
): Promise<Finding> {
  const progress = new Int32Array(new SharedArrayBuffer(12));
  progress[0] = notStarted;
  const input = new Uint8Array(new SharedArrayBuffer(longestInput));
  const worker = new Worker(new URL('../fuzz/fuzz-worker.ts', import.meta.url), {
    workerData: { name: target.name, ...range, progress, input, deadline },
    resourceLimits: { maxOldGenerationSizeMb: memoryLimitMb / 2 },
  });
  return new Promise((resolve) => {
    let last = { index: notStarted, busyMs: 0 };
    const current = () => Atomics.load(progress, 0);
    const watch = setInterval(() => {
      const index = current();
      if (index === notStarted) return;
      const busyMs = threadMs(Atomics.load(progress, 2));
      if (index !== last.index) last = { index, busyMs };
      else if (busyMs - last.busyMs > slowestMs) {
        settle({ index, reason: `took over ${slowestMs} ms` });
      }
    }, watchMs);
    const settle = (finding: Finding) => {
      clearInterval(watch);
      const kept = input.slice(0, Atomics.load(progress, 1));
      void worker.terminate().then(() => resolve({ ...finding, input: kept }));
    };
    worker.on('message', settle);
    worker.on('error', (error) => settle({ index: current(), reason: String(error) }));
  });
}

/** Processor time of one of this process's threads so far: other programs' is not in it (proc(5)). */
function threadMs(thread: number): number {
  try {
    const text = readFileSync(`/proc/self/task/${thread}/stat`, 'utf8');
    const [user, system] = text
      .slice(text.lastIndexOf(')') + 2)
      .split(' ')
      .slice(11, 13);
    // In hundredths of a second.
    return (Number(user) + Number(system)) * 10;
  } catch {
    return 0;
  }
}

async function keep(target: FuzzTarget, input: Uint8Array): Promise<string> {
  const directory = `test/fixtures/crashers/${target.name}`;
  const hash = createHash('sha256').update(input).digest('hex').slice(0, 12);
  await mkdir(directory, { recursive: true });
  await writeFile(`${directory}/${hash}.bin`, input);
  return `${directory}/${hash}.bin`;
}
