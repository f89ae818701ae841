/** A Unix socket of `ss -xaHn`. */
export interface UnixSocket {
  readonly type: 'stream' | 'seqpacket' | 'datagram';
  readonly inode: number;
  /** Its own path; '' if it has none. */
  readonly path: string;
  /** Inode of the other end; 0 if it is not connected. */
  readonly peer: number;
}

const types: Readonly<Record<string, UnixSocket['type']>> = {
  u_str: 'stream',
  u_seq: 'seqpacket',
  u_dgr: 'datagram',
};

/** Lines that say something else are left out. Source: unix_show of iproute2's misc/ss.c. */
export function parseUnixSockets(text: string): readonly UnixSocket[] {
  return text.split('\n').flatMap((line) => {
    const [kind = '', , , , ...rest] = line.trim().split(/\s+/);
    const type = types[kind];
    // A path may have blanks. The other end's path is never shown: `*` and its inode are.
    const star = rest.lastIndexOf('*');
    const inode = Number(rest[star - 1]);
    const peer = Number(rest[star + 1]);
    if (type === undefined || star < 1 || !Number.isInteger(inode + peer)) return [];
    const path = rest.slice(0, star - 1).join(' ');
    return [{ type, inode, path: path === '*' ? '' : path, peer }];
  });
}
