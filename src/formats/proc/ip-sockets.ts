/** A row of `/proc/net/tcp`, `udp`, `tcp6` or `udp6` (proc_pid_net(5)). */
export interface IpSocket {
  readonly port: number;
  readonly inode: number;
}

const row = /^\s*\d+: [0-9A-F]+:([0-9A-F]{4}) [0-9A-F]+:[0-9A-F]{4} [0-9A-F]{2} (.*)$/;

export function parseIpSockets(text: string): readonly IpSocket[] {
  return text.split('\n').flatMap((line) => {
    const [, port, rest] = row.exec(line) ?? [];
    if (port === undefined || rest === undefined) return [];
    // tx_queue:rx_queue, tr:when, retransmits, uid, timeout, inode
    const inode = Number(rest.trim().split(/\s+/)[5] ?? 0);
    return [{ port: Number.parseInt(port, 16), inode }];
  });
}
