import { isIPv6 } from 'node:net';
import type { PeerLink } from './peer-link.ts';
import { nameOf } from './same-machine.ts';
import type { SwarmPeer } from './swarm-peer.ts';

/** Machines that are not asked any more: by their addresses, and by the names that they give themselves. */
export interface BanList {
  /** Ends its connection. The reason is one such as "its pieces are wrong". */
  ban(peer: SwarmPeer, why: string): void;
  has(link: PeerLink): boolean;
  hasAddress(address: string): boolean;
}

/** Each machine is reported once, as "ADDRESS:PORT". */
export function createBanList(onDropped: (machine: string, why: string) => void): BanList {
  const banned = new Set<string>();
  return {
    ban({ link }, why) {
      if (!banned.has(link.address)) onDropped(hostOf(link), why);
      banned.add(link.address);
      banned.add(nameOf(link));
      link.close();
    },
    has: (link) => banned.has(link.address) || banned.has(nameOf(link)),
    hasAddress: (address) => banned.has(address),
  };
}

function hostOf({ address, port }: PeerLink): string {
  return isIPv6(address) ? `[${address}]:${port}` : `${address}:${port}`;
}
