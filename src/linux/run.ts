import { execa } from 'execa';
import { WebbootError } from '../errors.ts';

export interface RunOptions {
  readonly signal?: AbortSignal;
  /** Nothing that webboot runs may hang it; 60 s unless told otherwise. */
  readonly timeoutMs?: number;
  readonly input?: string;
  readonly env?: Readonly<Record<string, string>>;
}

export interface RunResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Debian's packages of commands that are named otherwise. */
const packages: Readonly<Record<string, string>> = { kexec: 'kexec-tools', ip: 'iproute2' };

/**
 * Runs a command to its end. A failing exit status is a value: what it means, the caller knows.
 * Throws `host-tool-missing` when there is no such command.
 */
export async function run(
  command: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<RunResult> {
  const result = await execa(command, args, {
    reject: false,
    timeout: options.timeoutMs ?? 60_000,
    ...(options.signal === undefined ? {} : { cancelSignal: options.signal }),
    ...(options.input === undefined ? {} : { input: options.input }),
    ...(options.env === undefined ? {} : { env: options.env }),
  });
  options.signal?.throwIfAborted();
  if (result.code === 'ENOENT') {
    throw new WebbootError('host-tool-missing', `The command ${command} is not on this machine.`, {
      subject: command,
      remedy: `Install the package ${packages[command] ?? command}; in webboot's own image this is a fault of the image: rebuild it.`,
    });
  }
  const timedOut = result.timedOut ? `${command} did not end in time` : '';
  return {
    exitCode: result.exitCode ?? 1,
    stdout: result.stdout,
    stderr: [result.stderr, timedOut].filter((text) => text !== '').join('\n'),
  };
}
