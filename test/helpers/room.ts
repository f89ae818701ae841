import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';

/** A network of its own without the internet: a router with DHCP, a server, and places for guests. */
export interface Room extends AsyncDisposable {
  /** To be put before a command that is to run on the server. */
  readonly onServer: readonly string[];
  /** The same for the router, which is a machine like others, too. */
  readonly onRouter: readonly string[];
  /** What the router gets from the others, in Mbit/s, from now on. */
  slowRouter(mbit: number): Promise<void>;
  /** Of the server. */
  readonly address: string;
  /** Interfaces of the server's namespace that a guest's card each is plugged into. */
  readonly taps: readonly [string, string];
  /** For files of this room. */
  readonly folder: string;
}

/** Of a room's server. */
export const serverAddress = '10.77.0.2';

interface RoomOptions {
  /** One machine, by its MAC address, that the router itself tells where to start from. */
  readonly sendsTo?: { readonly mac: string } & StartingPoint;
}

/**
 * iPXE's script, or a boot loader for firmware, in a folder that the router offers by TFTP; both if the
 * loader is iPXE.
 */
export type StartingPoint =
  | { readonly script: string }
  | { readonly folder: string; readonly loader: string; readonly script?: string };

/**
 * Makes it of two network namespaces and a bridge. The router gives addresses and knows nothing of
 * webboot. Needs root, iproute2 and dnsmasq.
 */
export async function openRoom({ sendsTo }: RoomOptions = {}): Promise<Room> {
  const name = `webboot-room-${process.pid}`;
  const server = `${name}-s`;
  const router = `${name}-r`;
  const folder = await mkdtemp(join(tmpdir(), `${name}-`));
  const ip = (...words: readonly string[]) => execa('ip', words);
  await ip('netns', 'add', server);
  await ip('netns', 'add', router);
  const at = (space: string, ...words: readonly string[]) => ip('-n', space, ...words);
  for (const space of [server, router]) await at(space, 'link', 'set', 'lo', 'up');
  await at(server, 'link', 'add', 'br0', 'type', 'bridge');
  await at(server, 'addr', 'add', `${serverAddress}/24`, 'dev', 'br0');
  const pair = ['type', 'veth', 'peer', 'name', 'eth0', 'netns', router];
  await at(server, 'link', 'add', 'router', ...pair);
  const taps = ['tap0', 'tap1'] as const;
  for (const tap of taps) {
    await ip('netns', 'exec', server, 'ip', 'tuntap', 'add', tap, 'mode', 'tap');
  }
  for (const port of ['router', ...taps]) {
    await at(server, 'link', 'set', port, 'master', 'br0', 'up');
  }
  await at(server, 'link', 'set', 'br0', 'up');
  await at(router, 'addr', 'add', '10.77.0.1/24', 'dev', 'eth0');
  await at(router, 'link', 'set', 'eth0', 'up');
  const dhcp = spawn(
    'ip',
    [
      ...['netns', 'exec', router, 'dnsmasq', '--keep-in-foreground', '--conf-file=/dev/null'],
      ...['--port=0', '--interface=eth0', '--pid-file=', '--user=root', '--leasefile-ro'],
      // Without a default route, so that no packet waits for a server that is not there.
      ...['--dhcp-option=3', '--dhcp-range=10.77.0.50,10.77.0.99,255.255.255.0'],
      ...(sendsTo === undefined ? [] : sendingOptions(sendsTo)),
    ],
    { stdio: 'ignore' },
  );
  const ended = new Promise((done) => dhcp.once('close', done));
  return {
    address: serverAddress,
    folder,
    taps,
    onServer: ['ip', 'netns', 'exec', server],
    onRouter: ['ip', 'netns', 'exec', router],
    slowRouter: async (mbit) => {
      const rate = ['tbf', 'rate', `${mbit}mbit`, 'burst', '64kb', 'latency', '50ms'];
      const command = ['tc', 'qdisc', 'replace', 'dev', 'router', 'root', ...rate];
      await ip('netns', 'exec', server, ...command);
    },
    async [Symbol.asyncDispose]() {
      dhcp.kill();
      await ended;
      await ip('netns', 'del', server);
      await ip('netns', 'del', router);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function sendingOptions(sendsTo: NonNullable<RoomOptions['sendsTo']>): readonly string[] {
  const { script } = sendsTo;
  return [
    `--dhcp-host=${sendsTo.mac},set:sent`,
    // iPXE asks with option 175; without a tag for it, it would be sent to itself.
    '--dhcp-match=set:ipxe,175',
    ...('loader' in sendsTo
      ? [
          ...['--enable-tftp', `--tftp-root=${sendsTo.folder}`],
          `--dhcp-boot=tag:sent,tag:!ipxe,${sendsTo.loader}`,
        ]
      : []),
    ...(script === undefined ? [] : [`--dhcp-boot=tag:sent,tag:ipxe,${script},${hostOf(script)}`]),
  ];
}

/** iPXE wants to know a server, too: its name and its address. */
function hostOf(url: string): string {
  const { hostname } = new URL(url);
  return `${hostname},${hostname}`;
}
