import { parseArgs } from 'node:util';
import { normaliseFlags } from './cli/arguments.ts';
import type { BootCommand } from './cli/boot.ts';
import type { CliIo } from './cli/io.ts';
import { exitStatus, FormatError, WebbootError } from './errors.ts';

const usage = `usage: webboot [options] [distro | distro/variant | URL | FILE]

Boots a signed live system over the network; without a name, shows the menu.

  --interface NAME   network interface to use (eth0)
  --entry TITLE|ID   boot entry of the image; its own default otherwise
  --append PARAMS    appended to the kernel command line
  --unverified ID    boot this image although nobody vouches for it
  --dry-run          do everything but the jump
  --json             events as JSON lines
  --version
`;

type Command = (argv: readonly string[], io: CliIo) => Promise<number>;

/** Each is loaded when it is called: a cold start must not pay for all of them. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  inspect: async () => (await import('./assemble-inspect.ts')).inspectCommand,
  fetch: async () => {
    const [{ runFetch }, { assembleFetch }] = await Promise.all([
      import('./cli/fetch.ts'),
      import('./assemble-fetch.ts'),
    ]);
    return (argv, io) => runFetch(argv, io, assembleFetch);
  },
};

const cancel = new AbortController();
process.once('SIGINT', () => cancel.abort());
process.once('SIGTERM', () => cancel.abort());

process.exitCode = await main(normaliseFlags(process.argv.slice(2)), {
  stdout: (text) => void process.stdout.write(text),
  stderr: (text) => void process.stderr.write(text),
  env: process.env,
  signal: cancel.signal,
});

async function main(argv: readonly string[], io: CliIo): Promise<number> {
  try {
    const load = commands[argv[0] ?? ''];
    return load === undefined
      ? await bootOrMenu(argv, io)
      : await (await load())(argv.slice(1), io);
  } catch (error) {
    return reportError(error, io);
  }
}

async function bootOrMenu(argv: readonly string[], io: CliIo): Promise<number> {
  const { values, positionals } = parse(argv);
  if (values.help) {
    io.stdout(usage);
    return 0;
  }
  if (values.version) {
    const { version } = await import('./build-info.ts');
    io.stdout(`webboot ${version}\n`);
    return 0;
  }
  const [query] = positionals;
  const { session, host } = await openSession(values, io);
  if (query === undefined) return showMenu(session, host, io);
  const { runBootCommand } = await import('./cli/boot.ts');
  const { entry, append, unverified } = values;
  const command: BootCommand = {
    query,
    json: values.json,
    choice: {
      ...(entry === undefined ? {} : { entry }),
      ...(append === undefined ? {} : { append }),
      ...(unverified === undefined ? {} : { acceptUnverified: unverified }),
    },
  };
  return runBootCommand(command, session, io);
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        interface: { type: 'string' },
        entry: { type: 'string' },
        append: { type: 'string' },
        unverified: { type: 'string' },
        'dry-run': { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        version: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
  } catch (cause) {
    throw new WebbootError('usage', (cause as Error).message, { remedy: 'webboot --help', cause });
  }
}

async function openSession(
  values: { readonly interface?: string | undefined; readonly 'dry-run': boolean },
  io: CliIo,
) {
  const [{ assembleSession }, { realMachine }, { dryRunMachine }, { proxyFromEnvironment }, info] =
    await Promise.all([
      import('./assemble.ts'),
      import('./linux/real-machine.ts'),
      import('./linux/dry-run-machine.ts'),
      import('./net/transport-options.ts'),
      import('./build-info.ts'),
    ]);
  const machine = values['dry-run']
    ? dryRunMachine(realMachine, (text) => io.stderr(`${text}\n`))
    : realMachine;
  const online =
    values.interface === undefined ? async () => {} : await interfaceConnector(values.interface);
  const session = await assembleSession({
    machine,
    transport: { proxy: proxyFromEnvironment(io.env) },
    online,
    builtAt: info.builtAt,
  });
  return { session, host: await machine.facts() };
}

/** A running system has its network; an interface is only brought up when it is named. */
async function interfaceConnector(name: string): Promise<() => Promise<void>> {
  const { createNetworkManager } = await import('./linux/network/network-manager.ts');
  const manager = createNetworkManager(name);
  return () => manager.online();
}

async function showMenu(
  session: Awaited<ReturnType<typeof openSession>>['session'],
  host: Awaited<ReturnType<typeof openSession>>['host'],
  io: CliIo,
): Promise<number> {
  if (!process.stdin.isTTY || !process.stdout.isTTY) {
    io.stderr(usage);
    return exitStatus.usage;
  }
  const [{ startTui }, { version }] = await Promise.all([
    import('./tui/start-tui.ts'),
    import('./build-info.ts'),
  ]);
  await startTui({
    session,
    consoles: [
      {
        name: 'terminal',
        stdin: process.stdin,
        stdout: process.stdout,
        charset: /utf-?8/i.test(io.env.LC_ALL ?? io.env.LC_CTYPE ?? io.env.LANG ?? '')
          ? 'unicode'
          : 'ascii',
        color: io.env.NO_COLOR === undefined,
        ui: io.env.TERM === 'dumb' ? 'line' : 'screen',
        slow: false,
      },
    ],
    settings: { version, host: { arch: host.arch, ramBytes: host.ramBytes }, leave: ['quit'] },
    actions: {},
  });
  return 0;
}

function reportError(error: unknown, io: CliIo): number {
  if (error instanceof WebbootError) {
    io.stderr(`webboot: ${error.message} [${error.code}]\n`);
    if (error.remedy !== undefined) io.stderr(`  ${error.remedy}\n`);
    return exitStatus[error.code];
  }
  if (error instanceof FormatError) {
    io.stderr(`webboot: ${error.message} [damaged-image]\n`);
    return exitStatus['damaged-image'];
  }
  if (cancel.signal.aborted) return exitStatus.cancelled;
  io.stderr(`webboot: a fault in webboot: ${error instanceof Error ? error.stack : error}\n`);
  return exitStatus.bug;
}
