import { execa, type Options } from 'execa';
import { WebbootError } from '../../src/errors.ts';

interface ToolOptions {
  readonly cwd?: string;
  /** Beside the ones inherited; undefined takes one away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** What the person can do when it fails. */
  readonly remedy?: string;
  /** The Debian package that has the tool, when it is called otherwise. */
  readonly package?: string;
}

/** Tools that fail have mostly been given a damaged file of an earlier build, or no room. */
const usualRemedy =
  'See the output above. If it does not help, free disk space, delete build/cache and try again.';

/** Runs a tool of the host and returns its standard output; a failure carries the tool's own output. */
export async function runTool(
  name: string,
  args: readonly string[],
  options: ToolOptions = {},
): Promise<string> {
  const settings: Options = {
    stdin: 'ignore',
    reject: false,
    env: { LC_ALL: 'C.UTF-8', ...options.env },
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
  };
  const result = await execa(name, args, settings);
  if (!result.failed) return String(result.stdout);
  if (result.code === 'ENOENT') {
    throw new WebbootError('host-tool-missing', `The program ${name} is not installed.`, {
      subject: name,
      remedy: `Install it with apt-get install ${options.package ?? name}.`,
      cause: result,
    });
  }
  const words = `${result.stdout}\n${result.stderr}`.trim().split('\n').slice(-15).join('\n');
  throw new WebbootError('build-failed', `${name} failed:\n${words || result.shortMessage}`, {
    subject: [name, ...args].join(' '),
    remedy: options.remedy ?? usualRemedy,
    cause: result,
  });
}
