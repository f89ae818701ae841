import { parseArgs } from 'node:util';
import { findCommand } from '../../src/app/commands.ts';
import { printableText } from '../../src/core/printable.ts';
import { WebbootError } from '../../src/errors.ts';
import { buildKernel, configureKernel } from '../kernel/build.ts';
import { reportingErrors } from '../shared/report-error.ts';
import { say } from '../shared/say.ts';

const usage = `usage: npm run kernel -- build [options]
       npm run kernel -- config [options]
       npm run kernel -- extract SOURCE -o DIRECTORY
  build                  compiles Debian's kernel source with the fragments in kernel-config/;
                         an hour or less, once
  config                 only checks that every symbol of the fragments gets its wanted value
  extract                takes a kernel out of an image or a package: webboot extract
  --arch x86_64          or aarch64
`;

/** `npm run kernel`: a kernel of webboot's own, for `npm run image -- --flavour built`. */
await reportingErrors(async () => {
  if (process.argv[2] === 'extract') {
    process.exitCode = await extract(process.argv.slice(2));
    return;
  }
  const { values, positionals } = parseArguments();
  if (values.help === true) {
    process.stdout.write(usage);
    return;
  }
  const { arch } = values;
  if (arch !== 'x86_64' && arch !== 'aarch64')
    throw wrong(`--arch must be x86_64 or aarch64, not ${arch}.`);
  switch (positionals.join(' ')) {
    case 'build':
      await buildKernel(arch);
      return;
    case 'config': {
      const { config } = await configureKernel(arch);
      const on = [...config.values()].filter((value) => value === 'y').length;
      say(`every symbol has the wanted value; ${on} are on`);
      return;
    }
    default:
      throw wrong('Name a command: build or config.');
  }
});

/** webboot's own command, for whoever works with the sources. */
async function extract(argv: readonly string[]): Promise<number> {
  const { run, rest } = await findCommand(argv);
  return run(rest, {
    stdout: (text) => void process.stdout.write(printableText(text)),
    stderr: (text) => void process.stderr.write(printableText(text)),
    env: process.env,
    signal: new AbortController().signal,
  });
}

function parseArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        arch: { type: 'string', default: 'x86_64' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (cause) {
    throw wrong(cause instanceof Error ? cause.message : String(cause), cause);
  }
}

function wrong(message: string, cause?: unknown): WebbootError {
  return new WebbootError('usage', message, { remedy: 'See npm run kernel -- --help.', cause });
}
