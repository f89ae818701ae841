import { createSocket } from 'node:dgram';
import { networkInterfaces } from 'node:os';
import multicastDns, { type MulticastDNS } from 'multicast-dns';

/** IPv4 addresses of this machine, loopback only if there is no other. */
export function multicastAddresses(): readonly string[] {
  const all = Object.values(networkInterfaces()).flatMap((each) => each ?? []);
  const v4 = all.filter(({ family }) => family === 'IPv4');
  const outside = v4.filter(({ internal }) => !internal);
  return (outside.length > 0 ? outside : v4).map(({ address }) => address);
}

/** The same, and interfaces with IPv6, such as "::%eth0". */
export function multicastNetworks(): readonly string[] {
  const v6 = Object.entries(networkInterfaces()).flatMap(([name, each = []]) =>
    each.some(({ family, internal }) => family === 'IPv6' && !internal) ? [`::%${name}`] : [],
  );
  return [...multicastAddresses(), ...v6];
}

/**
 * A socket for mDNS (RFC 6762) on a network: that of an IPv4 address, or an interface with IPv6. It is
 * bound to all addresses, since Linux delivers no multicast to a socket that is bound to one; naming
 * the interface makes it work without a default route. Messages that cannot be read, and networks
 * that refuse, are left out.
 */
export function openMulticast(network: string): MulticastDNS {
  const socket = network.includes(':')
    ? multicastDns({
        type: 'udp6',
        ip: 'ff02::fb',
        interface: network,
        bind: '::',
        socket: createSocket({ type: 'udp6', reuseAddr: true, ipv6Only: true }),
      })
    : multicastDns({ interface: network, bind: '0.0.0.0' });
  // Without a listener these would end the program: a packet of anybody, a link that is gone.
  socket.on('error', () => {});
  socket.on('warning', () => {});
  return socket;
}

export function closeMulticast(sockets: Iterable<MulticastDNS>): Promise<unknown> {
  return Promise.all(
    [...sockets].map((socket) => new Promise<void>((done) => socket.destroy(() => done()))),
  );
}
