import type { Session } from '../boot/session/session.ts';
import type { BootTools, SessionWish } from '../cli/boot.ts';
import type { CliIo } from '../cli/io.ts';
import { defined } from '../core/defined.ts';
import { languageOfEnvironment, loadLanguage } from '../core/languages/languages.ts';
import type { HostFacts } from '../core/machine/host-facts.ts';

export const bootTools: Omit<BootTools, 'commands'> = {
  async open(wish, io) {
    const { session, host } = await openSession(wish, io);
    return { session, showMenu: () => showMenu(session, host, io) };
  },
  terminal: () => process.stdin.isTTY && process.stdout.isTTY,
  version: async () => (await import('../build-info.ts')).version,
};

async function openSession(wish: SessionWish, io: CliIo) {
  const { arch, interface: name } = wish;
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
  const acting = wish.dryRun ? dryRun(real, record) : real;
  const online = name === undefined ? async () => {} : await interfaceConnector(name);
  const { nearImages, nearLists } = await import('./near-images.ts');
  const transport = { proxy: proxyFromEnvironment(io.env) };
  const session = await assembleSession({
    ...acting,
    ...defined({ arch }),
    transport: () => transport,
    online,
    findNear: nearImages(wish.peers),
    listNear: nearLists(wish.peers),
    peers: wish.peers ?? 'auto',
    dht: wish.dht,
  });
  return { session, host: await realMachine.facts() };
}

/** A running system has its network; an interface is only brought up when it is named. */
async function interfaceConnector(name: string): Promise<() => Promise<void>> {
  const { createNetworkControl } = await import('../linux/network/network-control.ts');
  const network = createNetworkControl({ interface: name });
  return () => network.online();
}

async function showMenu(session: Session, host: HostFacts, io: CliIo): Promise<void> {
  const [{ startTui }, { version }, { readAbout }] = await Promise.all([
    import('../tui/start-tui.ts'),
    import('../build-info.ts'),
    import('./about.ts'),
  ]);
  const language = await loadLanguage(languageOfEnvironment(io.env));
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
      ...defined({ language }),
    },
    actions: {},
    signal: io.signal,
  });
}
