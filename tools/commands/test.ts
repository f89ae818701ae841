import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { WebbootError } from '../../src/errors.ts';
import { hasDemoIso } from '../demo/iso.ts';
import { buildDirectory, projectDirectory } from '../shared/paths.ts';
import { reportingErrors } from '../shared/report-error.ts';
import { say } from '../shared/say.ts';
import { whyLeftOut } from '../test/left-out.ts';
import { closingLine, type Tally, tallyVitest } from '../test/vitest-report.ts';

/** Quick ones first; each runs whatever became of the others. */
const checks: Readonly<Record<string, () => Promise<Tally>>> = {
  lint: () => command('biome', 'check', '--error-on-warnings', '.'),
  types: () => command('tsc', '--noEmit'),
  'types-page': () => command('tsc', '--noEmit', '-p', 'src/page'),
  unused: () => command('knip'),
  unit: () => vitest('unit'),
  property: () => vitest('property'),
  tui: () => vitest('tui'),
  browser: () => vitest('browser'),
  qemu: () => vitest('qemu'),
  arm64: () => vitest('arm64'),
};

/** `npm test`: every check that needs no long preparation, or the named ones, with `N passed, N failed` at the end. */
await reportingErrors(async () => {
  const isNamed = process.argv.length > 2;
  const names = isNamed ? process.argv.slice(2) : Object.keys(checks);
  const chosen = names.map((name) => ({ name, check: checks[name] ?? unknown(name) }));
  const tallies: Tally[] = [];
  const leftOut: string[] = [];
  for (const { name, check } of chosen) {
    const why = await whyLeftOut(name, { isNamed, hasArm64Demo: () => hasDemoIso('aarch64') });
    if (why !== undefined) {
      leftOut.push(why);
      say(why);
      continue;
    }
    say(`${name} ...`);
    const tally = await check();
    say(`${name}: ${closingLine([tally])}`);
    tallies.push(tally);
  }
  // Again at the end, where a log that was cut to its last lines still has them.
  for (const why of leftOut) say(why);
  for (const failure of tallies.flatMap(({ failures }) => failures)) say(`failed: ${failure}`);
  process.stdout.write(`${closingLine(tallies)}\n`);
  process.exitCode = tallies.some(({ failed }) => failed > 0) ? 1 : 0;
});

function unknown(name: string): never {
  throw new WebbootError('usage', `Unknown check "${name}".`, {
    remedy: `Choose from ${Object.keys(checks).join(', ')}.`,
  });
}

async function command(program: string, ...args: readonly string[]): Promise<Tally> {
  const ok = (await runs(program, args)) === 0;
  return {
    passed: ok ? 1 : 0,
    failed: ok ? 0 : 1,
    skipped: 0,
    failures: ok ? [] : [[program, ...args].join(' ')],
  };
}

async function vitest(project: string): Promise<Tally> {
  const report = join(buildDirectory, 'test', `${project}.json`);
  await mkdir(join(buildDirectory, 'test'), { recursive: true });
  await rm(report, { force: true });
  const exitCode = await runs('vitest', [
    ...['run', '--project', project, '--passWithNoTests'],
    ...['--reporter=default', '--reporter=json', `--outputFile.json=${report}`],
  ]);
  return tallyVitest(await readFile(report, 'utf8').catch(() => undefined), { exitCode });
}

async function runs(program: string, args: readonly string[]): Promise<number> {
  const result = await execa(program, args, {
    cwd: projectDirectory,
    preferLocal: true,
    stdio: 'inherit',
    reject: false,
  });
  return result.exitCode ?? 1;
}
