import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import type { RunResult } from './run-result.ts';

/**
 * A shell that stays and starts commands in the place of this process. To start one, Node copies
 * the page tables of all its memory: a tenth of a second and more on an emulated processor, where
 * a shell of a few hundred kilobytes, whose commands busybox has built in, takes a few milliseconds.
 */
export interface ResidentShell {
  /**
   * Runs one command at a time; undefined where it is busy with another, or gone. Resolves to
   * undefined where there was no shell to begin with.
   */
  run(
    command: string,
    args: readonly string[],
    limits: { readonly timeoutMs: number },
  ): Promise<RunResult | undefined> | undefined;
  readonly isGone: boolean;
  close(): void;
}

interface Streams {
  stdout: string;
  stderr: string;
}

/** What a command that is not found ends with (POSIX, XCU 2.8.2). */
export const notFound = 127;

export function startResidentShell(): ResidentShell {
  // A group of its own, to be killed with what it runs.
  const shell = spawn('sh', [], { detached: true, stdio: 'pipe' });
  const mark = randomUUID();
  let gone = false;
  let report: (() => void) | undefined;
  let seen: Streams = { stdout: '', stderr: '' };

  const end = () => {
    gone = true;
    report?.();
  };
  for (const name of ['stdout', 'stderr'] as const) {
    shell[name].setEncoding('utf8').on('data', (text: string) => {
      seen[name] += text;
      report?.();
    });
  }
  shell.on('error', end).on('close', end);
  shell.stdin.on('error', end);
  hold(shell, false);

  const kill = () => {
    gone = true;
    if (shell.pid === undefined) return;
    try {
      process.kill(-shell.pid, 'SIGKILL');
    } catch {
      // It has ended by itself.
    }
  };

  return {
    get isGone() {
      return gone;
    },
    run(command, args, { timeoutMs }) {
      if (gone || report !== undefined) return undefined;
      const line = [command, ...args].map(quote).join(' ');
      // Both streams end with the mark, so that neither is taken for complete too early.
      const marked = `printf '\\n${mark} %d\\n' $status`;
      seen = { stdout: '', stderr: '' };
      hold(shell, true);
      shell.stdin.write(`${line} </dev/null; status=$?; ${marked}; ${marked} >&2\n`);
      return new Promise((resolve) => {
        const finish = (result: RunResult | undefined) => {
          clearTimeout(timer);
          report = undefined;
          hold(shell, false);
          resolve(result);
        };
        const timer = setTimeout(() => {
          kill();
          finish({
            exitCode: 1,
            ...seen,
            stderr: `${seen.stderr}${command} did not finish in time`,
          });
        }, timeoutMs);
        report = () => {
          const [stdout, status] = seen.stdout.split(`\n${mark} `);
          const [stderr, again] = seen.stderr.split(`\n${mark} `);
          if (status?.endsWith('\n') && again?.endsWith('\n')) {
            finish({ exitCode: Number(status), stdout: stdout ?? '', stderr: stderr ?? '' });
          } else if (gone) {
            // What it ran may have been done, and is not to be done twice.
            kill();
            const stderr = `${seen.stderr}the shell is gone`;
            finish(shell.pid === undefined ? undefined : { exitCode: 1, ...seen, stderr });
          }
        };
      });
    },
    close: kill,
  };
}

/** Whether this process waits for the shell before it ends. */
function hold(shell: ChildProcessWithoutNullStreams, held: boolean): void {
  const change = held ? 'ref' : 'unref';
  shell[change]();
  // Of a child, streams are sockets, which their types do not tell.
  for (const stream of [shell.stdin, shell.stdout, shell.stderr]) (stream as Socket)[change]();
}

function quote(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}
