import { nearestNames } from '../boot/catalogue/nearest-names.ts';
import type { Session } from '../boot/session/session.ts';
import type { Architecture } from '../core/architecture.ts';
import { defined } from '../core/defined.ts';
import { line } from '../core/printable.ts';
import type { PeerSetting } from '../core/settings/settings.ts';
import type { WebbootError } from '../errors.ts';
import { archOption, parseArchitecture } from './architecture.ts';
import type { Summary } from './command-description.ts';
import { defineCommand, usageError } from './define-command.ts';
import { entryOptions } from './entry-options.ts';
import type { CliIo } from './io.ts';
import { dhtOption, parseDht, parsePeers, peersOption } from './peers.ts';

export interface SessionWish {
  readonly interface?: string;
  readonly arch?: Architecture;
  readonly dryRun: boolean;
  /** Whom to ask before the mirrors. */
  readonly peers?: PeerSetting;
  /** Nodes of a DHT that finds machines beyond this network. */
  readonly dht?: readonly string[];
}

/** A session, and the menu over it. */
export interface OpenedSession {
  readonly session: Session;
  /** Needs a terminal. */
  showMenu(): Promise<void>;
}

export interface BootTools {
  open(wish: SessionWish, io: CliIo): Promise<OpenedSession>;
  /** Whether a menu can be shown. */
  readonly terminal: () => boolean;
  readonly version: () => Promise<string>;
  /** What else the program does. */
  readonly commands: readonly Summary[];
}

const name = 'webboot';

/** Boots by name, prints the events as text or as JSON lines, or shows the menu. */
export const bootCommand = defineCommand({
  name,
  usage: ['[options] [DISTRO|DISTRO/VARIANT|URL|FILE]', 'COMMAND [options]'],
  about: 'Boots a signed live system over the network. Without a name, shows the menu.',
  options: {
    interface: { type: 'string', value: 'NAME', help: 'The network interface to use (eth0).' },
    arch: archOption,
    ...entryOptions,
    peers: peersOption,
    dht: dhtOption,
    unverified: {
      type: 'string',
      value: 'ID',
      help: 'Boot this image even though it is unverified.',
    },
    keep: {
      type: 'boolean',
      default: false,
      help: 'Save a copy of the verified image in the folder Images of a stick.',
    },
    'dry-run': {
      type: 'boolean',
      default: false,
      help: 'Inspect, download and load, then stop: nothing is saved, written or started.',
    },
    json: { type: 'boolean', default: false, help: 'Print events as JSON lines.' },
    version: { type: 'boolean', default: false, help: 'Show the version.' },
  },
  examples: [
    { line: 'webboot --dry-run debian', help: 'Try it: everything except starting the kernel.' },
    { line: 'webboot /mnt/my.iso', help: 'An image on this machine.' },
  ],
  complete: 'distro',
  commands: ({ commands }: BootTools) => commands,
  async run({ values, positionals }, io, tools) {
    if (values.version) {
      io.stdout(`webboot ${await tools.version()}\n`);
      return 0;
    }
    const [query, ...others] = positionals;
    if (others.length > 0) throw oneTooMany(query ?? '', tools);
    if (query === undefined && !tools.terminal()) {
      throw usageError(name, 'There is no terminal for the menu. Name what to boot.');
    }
    const arch = parseArchitecture(values.arch);
    const wish = {
      dryRun: values['dry-run'],
      ...(values.interface === undefined ? {} : { interface: values.interface }),
      ...defined({ arch, peers: parsePeers(values.peers), dht: parseDht(values.dht) }),
    };
    const { session, showMenu } = await tools.open(wish, io);
    if (query === undefined) {
      await showMenu();
      return 0;
    }
    const mistyped = mistypedCommand(query, session, tools);
    if (mistyped !== undefined) throw mistyped;
    const { entry, append, unverified, keep, json } = values;
    const choice = {
      keep,
      ...defined({ entry, append, acceptUnverified: unverified }),
    };
    const [{ runBoot }, { printEvents }, { eventText }] = await Promise.all([
      import('../boot/run/run-boot.ts'),
      import('./print-events.ts'),
      import('./event-text.ts'),
    ]);
    return printEvents(runBoot(session, query, choice, io), io, { json, textOf: eventText });
  },
});

function oneTooMany(first: string, { commands }: BootTools): WebbootError {
  const [near] = nearestNames(
    first,
    commands.map((command) => command.name),
  );
  const hint = near === undefined ? '' : ` Did you mean "webboot ${near}"?`;
  return usageError(name, line`Unknown command "${first}".${hint}`);
}

/** A word that is nearer to a command than to any distro; undefined for other words. */
function mistypedCommand(
  query: string,
  { distros }: Session,
  { commands }: BootTools,
): WebbootError | undefined {
  const names = commands.map((command) => command.name);
  const ids = distros.map(({ id }) => id);
  if (/[/.:]/.test(query) || ids.includes(query.toLowerCase())) return undefined;
  const [near = ''] = nearestNames(query, [...ids, ...names]);
  if (!names.includes(near)) return undefined;
  const text = line`Unknown distro or command "${query}". Did you mean "webboot ${near}"?`;
  return usageError(name, text);
}
