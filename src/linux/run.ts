import { type ExecFileException, execFile } from 'node:child_process';
import { defined } from '../core/defined.ts';
import { WebbootError } from '../errors.ts';
import { notFound, type ResidentShell, startResidentShell } from './resident-shell.ts';
import type { RunResult } from './run-result.ts';

export interface RunOptions {
  readonly signal?: AbortSignal;
  /** Nothing that webboot runs may hang it; 60 s unless told otherwise. */
  readonly timeoutMs?: number;
  readonly input?: string | Uint8Array;
  readonly env?: Readonly<Record<string, string>>;
}

/** Debian's packages of commands that are named otherwise. */
const packages: Readonly<Record<string, string>> = { kexec: 'kexec-tools', ip: 'iproute2' };

let shell: ResidentShell | undefined;

/** From now on a shell that stays starts the commands, one at a time; beside it Node does. */
export function startShell(): void {
  if (shell?.isGone === false) return;
  try {
    shell = startResidentShell();
  } catch {
    // It only saves time.
    shell = undefined;
  }
}

/**
 * Runs a command to its end. A failing exit status is a value: what it means, the caller knows.
 * Throws `host-tool-missing` when there is no such command.
 */
export async function run(
  command: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<RunResult> {
  const answered = await runInShell(command, args, options);
  if (answered !== undefined) return answered;
  const { error, stdout, stderr } = await execute(command, args, options);
  options.signal?.throwIfAborted();
  if (error?.code === 'ENOENT') {
    throw new WebbootError('host-tool-missing', `The command ${command} is not on this machine.`, {
      subject: command,
      remedy: `Install the package ${packages[command] ?? command}; if this is webboot's own image, rebuild the image.`,
    });
  }
  // What was not ended by us ended by itself: with a status, or by another's signal.
  const timedOut = error?.killed === true ? `${command} did not finish in time` : '';
  return {
    exitCode: error === null ? 0 : typeof error.code === 'number' ? error.code : 1,
    stdout: withoutLastNewline(stdout),
    stderr: [withoutLastNewline(stderr), timedOut].filter((text) => text !== '').join('\n'),
  };
}

/** Undefined where it cannot be run so, or is not found: that is told better otherwise. */
async function runInShell(
  command: string,
  args: readonly string[],
  { signal, timeoutMs = defaultTimeoutMs, input, env }: RunOptions,
): Promise<RunResult | undefined> {
  if (signal !== undefined || input !== undefined || env !== undefined) return undefined;
  const result = await shell?.run(command, args, { timeoutMs });
  if (result === undefined || result.exitCode === notFound) return undefined;
  const { exitCode, stdout, stderr } = result;
  return { exitCode, stdout: withoutLastNewline(stdout), stderr: withoutLastNewline(stderr) };
}

const defaultTimeoutMs = 60_000;
const outputLimit = 64 * 1024 * 1024;

/** Node's own means: the menu's first frame and the early restart wait for this to be loaded. */
function execute(
  command: string,
  args: readonly string[],
  { signal, timeoutMs = defaultTimeoutMs, input = '', env }: RunOptions,
): Promise<{ error: ExecFileException | null; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    const child = execFile(
      command,
      args,
      {
        timeout: timeoutMs,
        maxBuffer: outputLimit,
        env: { ...process.env, ...env },
        ...defined({ signal }),
      },
      (error, stdout, stderr) => resolve({ error, stdout, stderr }),
    );
    // A command that ends without reading what it was given is no error.
    child.stdin?.on('error', () => {});
    child.stdin?.end(input);
  });
}

function withoutLastNewline(text: string): string {
  return text.replace(/\r?\n$/, '');
}
