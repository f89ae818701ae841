import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { projectDirectory } from '../shared/paths.ts';

/**
 * Seconds since 1970 that stand for "built": SOURCE_DATE_EPOCH, else the last commit's date, else
 * (no git) the lockfile's. Never the time of day, so that builds can be compared.
 */
export async function sourceDate(): Promise<number> {
  const given = process.env.SOURCE_DATE_EPOCH;
  if (given !== undefined && /^\d+$/.test(given)) return Number(given);
  const git = await execa('git', ['log', '-1', '--format=%ct'], {
    cwd: projectDirectory,
    reject: false,
  });
  const committed = Number(git.stdout);
  if (!git.failed && committed > 0) return committed;
  return Math.floor((await stat(join(projectDirectory, 'package-lock.json'))).mtimeMs / 1000);
}
