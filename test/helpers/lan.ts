import { readFile } from 'node:fs/promises';
import { execa } from 'execa';

/** Machines in network namespaces of this one, on a switch of their own, and a server beyond their subnet. */
export interface Lan extends AsyncDisposable {
  /** Names for `ip netns exec`. */
  readonly server: string;
  readonly machines: readonly string[];
  /** `http://…` host of the server: not an address of the machines' network. */
  readonly serverAddress: string;
  /** Bytes that have left the server, as its port of the switch has counted them. */
  serverBytes(): Promise<number>;
  addressOf(machine: number): string;
}

export interface LanOptions {
  /** What the namespaces' names begin with. */
  readonly prefix: string;
  readonly machines: number;
  /** Of the server, and of each machine, in Mbit/s. */
  readonly serverMbit: number;
  readonly machineMbit: number;
}

const serverAddress = '198.51.100.1';

/** Needs root. Rates are kept by token buckets on what leaves a machine, and on what goes to it. */
export async function openLan({ prefix, machines, ...rates }: LanOptions): Promise<Lan> {
  const ip = (...args: readonly string[]) => execa('ip', args);
  const within = (space: string, ...args: readonly string[]) =>
    execa('ip', ['netns', 'exec', space, ...args]);
  const wire = `${prefix}-switch`;
  const spaces: string[] = [];
  const space = async (name: string) => {
    await ip('netns', 'add', name);
    spaces.push(name);
    await within(name, 'ip', 'link', 'set', 'lo', 'up');
  };
  const limit = (name: string, device: string, mbit: number) =>
    within(
      name,
      ...['tc', 'qdisc', 'add', 'dev', device, 'root', 'tbf', 'rate', `${mbit}mbit`],
      ...['burst', `${Math.max(64, mbit)}kb`, 'latency', '50ms'],
    );
  const connect = async (
    name: string,
    { port, address, mbit }: { port: string; address: string; mbit: number },
  ) => {
    await space(name);
    await ip(
      ...['-n', wire, 'link', 'add', port, 'type', 'veth'],
      ...['peer', 'name', 'eth0', 'netns', name],
    );
    await ip('-n', wire, 'link', 'set', port, 'master', 'br0', 'up');
    await ip('-n', name, 'address', 'add', address, 'dev', 'eth0');
    await ip('-n', name, 'link', 'set', 'eth0', 'up');
    await limit(name, 'eth0', mbit);
    await limit(wire, port, mbit);
  };
  const close = async () => {
    for (const name of spaces.toReversed())
      await execa('ip', ['netns', 'delete', name], { reject: false });
  };
  const addressOf = (machine: number) => `10.77.${machine >> 7}.${(machine & 127) + 2}`;
  try {
    await space(wire);
    // Snooping would leave groups without a querier deaf after a while.
    await ip('-n', wire, 'link', 'add', 'br0', 'type', 'bridge', 'mcast_snooping', '0');
    await ip('-n', wire, 'link', 'set', 'br0', 'up');
    const server = `${prefix}-server`;
    const port = { port: 'server', address: `${serverAddress}/24`, mbit: rates.serverMbit };
    await connect(server, port);
    await ip('-n', server, 'route', 'add', '10.77.0.0/16', 'dev', 'eth0');
    const names: string[] = [];
    for (let at = 0; at < machines; at += 1) {
      const name = `${prefix}-${at}`;
      const address = `${addressOf(at)}/16`;
      await connect(name, { port: `m${at}`, address, mbit: rates.machineMbit });
      await ip('-n', name, 'route', 'add', '198.51.100.0/24', 'dev', 'eth0');
      // Other programs' local discovery needs a route for its multicast.
      await ip('-n', name, 'route', 'add', 'default', 'dev', 'eth0');
      names.push(name);
    }
    return {
      server,
      serverAddress,
      machines: names,
      addressOf,
      async serverBytes() {
        const counter = '/sys/class/net/server/statistics/rx_bytes';
        const { stdout } = await within(wire, 'cat', counter);
        return Number(stdout);
      },
      [Symbol.asyncDispose]: close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Processor seconds and the peak of the resident memory in MB of a process that still runs. */
export async function costOf(pid: number): Promise<{ cpu: number; peakMb: number }> {
  const [stat, status] = await Promise.all(
    ['stat', 'status'].map((name) => readFile(`/proc/${pid}/${name}`, 'utf8').catch(() => '')),
  );
  const fields = (stat ?? '').slice((stat ?? '').lastIndexOf(')') + 2).split(' ');
  const ticks = Number(fields[11] ?? 0) + Number(fields[12] ?? 0);
  const peak = /^VmHWM:\s+(\d+) kB$/m.exec(status ?? '')?.[1];
  return { cpu: ticks / 100, peakMb: Number(peak ?? 0) / 1024 };
}
