import { readFile } from 'node:fs/promises';
import { type IpSocket, parseIpSockets } from '../../formats/proc/ip-sockets.ts';
import { parseUnixSockets, type UnixSocket } from '../../formats/proc/unix-sockets.ts';
import { run } from '../run.ts';

/** The sockets of this network namespace. */
export interface Sockets {
  readonly unix: readonly UnixSocket[];
  readonly ip: readonly IpSocket[];
}

export async function readSockets(): Promise<Sockets> {
  const [listed, ...tables] = await Promise.all([
    run('ss', ['-xaHn']),
    ...['tcp', 'tcp6', 'udp', 'udp6'].map((name) =>
      readFile(`/proc/net/${name}`, 'utf8').catch(() => ''),
    ),
  ]);
  return { unix: parseUnixSockets(listed.stdout), ip: tables.flatMap(parseIpSockets) };
}

const journal = '/run/systemd/journal/stdout';

/** What the sockets of one unit lead to. */
export function judgeSockets(inodes: ReadonlySet<number>, { unix, ip }: Sockets) {
  const byInode = new Map(unix.map((socket) => [socket.inode, socket]));
  const connected = [...inodes].flatMap((inode) => {
    const socket = byInode.get(inode);
    // Datagram sockets to the outside are connected again.
    const stays = socket === undefined || socket.type === 'datagram' || socket.peer === 0;
    return stays || inodes.has(socket.peer) ? [] : [socket];
  });
  const pathOf = ({ peer }: UnixSocket) => byInode.get(peer)?.path ?? '';
  return {
    journalStreams: connected.filter((one) => pathOf(one) === journal).map(({ inode }) => inode),
    outsidePeers: connected
      .map(pathOf)
      .filter((path) => path !== journal)
      .map((path) => path || 'unnamed'),
    ports: [...new Set(ip.filter(({ inode }) => inodes.has(inode)).map(({ port }) => port))],
  };
}
