import { type RunOptions, run } from '../run.ts';
import type { RunResult } from '../run-result.ts';

/**
 * Files that the command makes are root's alone: memory of services is in them. Of a command that a signal
 * ended, the shell that stays gives the exit status 128 and more: timeout(1) ends itself as well with --kill-after.
 */
export function runPrivately(
  command: readonly string[],
  options: RunOptions = {},
): Promise<RunResult> {
  return run('sh', ['-c', 'umask 077; "$@"; exit $?', 'sh', ...command], options);
}
