import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type BenchReport, keepsLimit, reportText } from '../../bench/report.ts';
import { WebbootError } from '../../src/errors.ts';
import { projectDirectory } from '../shared/paths.ts';
import { reportingErrors } from '../shared/report-error.ts';

const directory = join(projectDirectory, 'bench');
/** Parts that all benches share. */
const shared = new Set(['report', 'measure', 'iso-file', 'guest-runs', 'boot-guests']);

/** `npm run bench -- [NAME…]`: measures, prints a table each, and fails where a limit is exceeded. */
await reportingErrors(async () => {
  const known = (await readdir(directory))
    .filter((file) => file.endsWith('.ts'))
    .map((file) => file.slice(0, -3))
    .filter((name) => !shared.has(name));
  const names = process.argv.length > 2 ? process.argv.slice(2) : known;
  let kept = true;
  for (const name of names) {
    if (!known.includes(name)) {
      throw new WebbootError('usage', `Unknown benchmark "${name}".`, {
        remedy: `Choose from ${known.join(', ')}.`,
      });
    }
    const report = await load(name);
    process.stdout.write(`${reportText(report)}\n`);
    kept &&= report.rows.every(keepsLimit);
  }
  process.exitCode = kept ? 0 : 1;
});

async function load(name: string): Promise<BenchReport> {
  const module: { run(): Promise<BenchReport> } = await import(
    pathToFileURL(join(directory, `${name}.ts`)).href
  );
  return module.run();
}
