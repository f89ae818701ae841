import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { WebbootError } from '../../src/errors.ts';
import { buildDirectory } from '../../tools/shared/paths.ts';
import { say } from '../../tools/shared/say.ts';

/** One boot, or chain of boots, of a long run. */
export interface SoakCase {
  readonly name: string;
  /** Hands the machine to `watch` as soon as there is one, so that its console is kept. */
  readonly run: (watch: (machine: Watched) => void) => Promise<SoakOutcome>;
}

interface Watched {
  readonly log: string;
}

export interface SoakOutcome {
  readonly ok: boolean;
  /** Of the table's row, behind the name. */
  readonly cells: readonly (string | number)[];
}

export interface Soak {
  readonly name: string;
  /** The table's head. */
  readonly columns: readonly string[];
  readonly cases: readonly SoakCase[];
}

const keepLogMs = 10_000;

/** Outcomes by the cases' names, and when each was. */
type Kept = Readonly<Record<string, SoakOutcome & { readonly at: string }>>;

interface SoakResult {
  readonly kept: Kept;
  /** The exit status: 0 if all cases, or those that were named, have come well at last. */
  readonly status: number;
}

/**
 * `[--fresh] [CASE]...`: runs the cases that have not come well yet, or the named ones, and prints
 * the table of all. Rows, consoles and the table (summary.md) are kept in build/soak/NAME, so that a run that was cut
 * short goes on where it stood; `--fresh` forgets them.
 */
export async function runCases(soak: Soak, argv: readonly string[]): Promise<SoakResult> {
  const { fresh, wanted } = readArguments(soak, argv);
  const directory = join(buildDirectory, 'soak', soak.name);
  const results = join(directory, 'results.json');
  await mkdir(directory, { recursive: true });
  let kept: Kept = fresh ? {} : JSON.parse(await readFile(results, 'utf8').catch(() => '{}'));
  for (const { name, run } of soak.cases) {
    if (wanted.length > 0 ? !wanted.includes(name) : kept[name]?.ok === true) continue;
    let machine: Watched | undefined;
    const keepLog = () => writeFile(join(directory, `${name}.log`), machine?.log ?? '');
    // As it comes: somebody may want to see why a case takes so long.
    const keeping = setInterval(() => void keepLog(), keepLogMs);
    const outcome = await run((started) => {
      machine = started;
    }).catch((error: Error) => ({ ok: false, cells: [error.message.split('\n')[0] ?? ''] }));
    clearInterval(keeping);
    await keepLog();
    kept = { ...kept, [name]: { ...outcome, at: new Date().toISOString() } };
    await writeFile(results, `${JSON.stringify(kept, undefined, 1)}\n`);
    await writeFile(join(directory, 'summary.md'), summary(soak, kept));
    say(`${outcome.ok ? 'well' : 'FAILED'}: ${name}: ${outcome.cells.join(', ')}`);
  }
  console.log(summary(soak, kept));
  const counted = wanted.length > 0 ? wanted : soak.cases.map(({ name }) => name);
  return { kept, status: counted.every((name) => kept[name]?.ok === true) ? 0 : 1 };
}

function readArguments({ name, cases }: Soak, argv: readonly string[]) {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: { fresh: { type: 'boolean', default: false } },
  });
  const names = cases.map((one) => one.name);
  const unknown = positionals.find((wanted) => !names.includes(wanted));
  if (unknown !== undefined) {
    throw new WebbootError('usage', `the soak "${name}" has no case "${unknown}"`, {
      remedy: `any of ${names.join(', ')}`,
    });
  }
  return { fresh: values.fresh, wanted: positionals };
}

/** A page in Markdown: how many came well, and a row each. */
function summary({ name, columns, cases }: Soak, kept: Kept): string {
  const row = (cells: readonly (string | number)[]) => `| ${cells.join(' | ')} |`;
  const rows = cases.map((one) => {
    const outcome = kept[one.name];
    const verdict = outcome === undefined ? 'not run' : outcome.ok ? 'well' : 'FAILED';
    return { verdict, cells: columns.map((_, index) => outcome?.cells[index] ?? ''), ...one };
  });
  const count = (wanted: string) => rows.filter(({ verdict }) => verdict === wanted).length;
  return [
    `${name}: ${count('well')} of ${rows.length} well, ${count('FAILED')} failed, ${count('not run')} not run`,
    '',
    row(['case', ...columns, '']),
    row(['---', ...columns, ''].map(() => '---')),
    ...rows.map((one) => row([one.name, ...one.cells, one.verdict])),
  ].join('\n');
}
