import { execa } from 'execa';
import type { Measurement } from './report.ts';

/** A command line, run by the shell where it is a text. */
export interface Candidate {
  readonly name: string;
  readonly command: string | readonly [string, ...string[]];
}

/**
 * Runs each candidate `runs` times in turns, so that what else the machine does meets all of them;
 * the first round is not counted. Wall time of the whole process, its output thrown away.
 */
export async function measure(
  candidates: readonly Candidate[],
  { runs }: { readonly runs: number },
): Promise<readonly Measurement[]> {
  const values = candidates.map((): number[] => []);
  for (let round = 0; round <= runs; round += 1) {
    for (const [index, { command }] of candidates.entries()) {
      const elapsed = await time(command);
      if (round > 0) values[index]?.push(elapsed);
    }
  }
  return candidates.map(({ name }, index) => ({ name, values: values[index] ?? [] }));
}

async function time(command: Candidate['command']): Promise<number> {
  const [file, ...args] = typeof command === 'string' ? ['/bin/sh', '-c', command] : command;
  const started = process.hrtime.bigint();
  await execa(file, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  return Number(process.hrtime.bigint() - started) / 1e9;
}
