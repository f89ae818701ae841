import type { Session } from '../boot/session/session.ts';
import { parseArchitecture } from '../cli/architecture.ts';
import type { BootCommand } from '../cli/boot.ts';
import type { CliIo } from '../cli/io.ts';
import { parseArguments } from '../cli/parse-arguments.ts';
import { errorCodes } from '../core/error-codes.ts';
import type { HostFacts } from '../core/machine/host-facts.ts';

const usage = `usage: webboot [options] [distro | distro/variant | URL | FILE]

Boots a signed live system over the network; without a name, shows the menu.

  --interface NAME   network interface to use (eth0)
  --arch ARCH        image for x86_64, aarch64 or i386; this machine's otherwise
  --entry TITLE|ID   boot entry of the image; its own default otherwise
  --append PARAMS    appended to the kernel command line
  --unverified ID    boot this image although nobody vouches for it
  --keep             copy the verified image into the folder Images of a stick
  --dry-run          look, download and load, then stop: nothing is kept, written or started
  --json             events as JSON lines
  --version

  webboot list       what can be booted
  webboot inspect    what an image would boot, before it is downloaded
  webboot fetch      download an image and verify it
  webboot verify     verify an image, or a list of digests
  webboot plan       what a boot of an ISO would do here
  webboot kexec      jump into any kernel, in phases
  webboot last       the record of the previous boot attempt
  Each has its own --help.
`;

/** `webboot [distro]`: boots by name, or shows the menu. Returns the exit status. */
export async function bootOrMenu(argv: readonly string[], io: CliIo): Promise<number> {
  const { values, positionals } = parse(argv);
  if (values.help) {
    io.stdout(usage);
    return 0;
  }
  if (values.version) {
    const { version } = await import('../build-info.ts');
    io.stdout(`webboot ${version}\n`);
    return 0;
  }
  const [query] = positionals;
  const { session, host } = await openSession(values, io);
  if (query === undefined) return showMenu(session, host, io);
  const { runBootCommand } = await import('../cli/boot.ts');
  const { entry, append, unverified, keep } = values;
  const command: BootCommand = {
    query,
    json: values.json,
    choice: {
      ...(entry === undefined ? {} : { entry }),
      ...(append === undefined ? {} : { append }),
      ...(unverified === undefined ? {} : { acceptUnverified: unverified }),
      keep,
    },
  };
  return runBootCommand(command, session, io);
}

function parse(argv: readonly string[]) {
  return parseArguments('webboot', argv, {
    interface: { type: 'string' },
    arch: { type: 'string' },
    entry: { type: 'string' },
    append: { type: 'string' },
    unverified: { type: 'string' },
    keep: { type: 'boolean', default: false },
    'dry-run': { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    version: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  });
}

async function openSession(
  values: {
    readonly interface?: string | undefined;
    readonly arch?: string | undefined;
    readonly 'dry-run': boolean;
  },
  io: CliIo,
) {
  const [
    { assembleSession },
    { createImageStores },
    { realMachine },
    { dryRun },
    { proxyFromEnvironment },
  ] = await Promise.all([
    import('./assemble.ts'),
    import('../linux/image-store.ts'),
    import('../linux/real-machine.ts'),
    import('../linux/dry-run.ts'),
    import('../net/transport-options.ts'),
  ]);
  const record = (text: string) => io.stderr(`${text}\n`);
  const real = { machine: realMachine, keepImage: createImageStores().keep };
  const acting = values['dry-run'] ? dryRun(real, record) : real;
  const online =
    values.interface === undefined ? async () => {} : await interfaceConnector(values.interface);
  const arch = parseArchitecture(values.arch);
  const transport = { proxy: proxyFromEnvironment(io.env) };
  const session = await assembleSession({
    ...acting,
    ...(arch === undefined ? {} : { arch }),
    transport: () => transport,
    online,
  });
  return { session, host: await realMachine.facts() };
}

/** A running system has its network; an interface is only brought up when it is named. */
async function interfaceConnector(name: string): Promise<() => Promise<void>> {
  const { createNetworkControl } = await import('../linux/network/network-control.ts');
  const network = createNetworkControl({ interface: name });
  return () => network.online();
}

async function showMenu(session: Session, host: HostFacts, io: CliIo): Promise<number> {
  if (!process.stdin.isTTY || !process.stdout.isTTY) {
    io.stderr(usage);
    return errorCodes.usage.status;
  }
  const [{ startTui }, { version }, { readAbout }] = await Promise.all([
    import('../tui/start-tui.ts'),
    import('../build-info.ts'),
    import('./about.ts'),
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
    settings: {
      version,
      about: await readAbout(),
      host: { arch: host.arch, ramBytes: host.ramBytes },
      leave: ['quit'],
    },
    actions: {},
  });
  return 0;
}
