import { BlockList, isIPv6 } from 'node:net';
import { networkInterfaces } from 'node:os';

/** Private and link-local networks (RFC 1918, 3927, 4193, 4291). */
const privateNetworks: readonly (readonly [string, number, 'ipv4' | 'ipv6'])[] = [
  ['10.0.0.0', 8, 'ipv4'],
  ['172.16.0.0', 12, 'ipv4'],
  ['192.168.0.0', 16, 'ipv4'],
  ['169.254.0.0', 16, 'ipv4'],
  ['127.0.0.0', 8, 'ipv4'],
  ['::1', 128, 'ipv6'],
  ['fc00::', 7, 'ipv6'],
  ['fe80::', 10, 'ipv6'],
];

type Interfaces = ReturnType<typeof networkInterfaces>;

/** This machine's networks come and go: they are read again after this time. */
const rereadMs = 1_000;

/** Whether an address is one of this network now: private, or of a subnet that this machine is in. */
export function createLanReach(
  interfaces: () => Interfaces = networkInterfaces,
  clock: () => number = () => performance.now(),
): (address: string) => boolean {
  let list = listNetworks(interfaces());
  let readAt = clock();
  return (address) => {
    if (clock() - readAt >= rereadMs) {
      list = listNetworks(interfaces());
      readAt = clock();
    }
    const [plain = ''] = address.replace(/^::ffff:(?=\d)/i, '').split('%');
    return list.check(plain, isIPv6(plain) ? 'ipv6' : 'ipv4');
  };
}

function listNetworks(interfaces: Interfaces): BlockList {
  const list = new BlockList();
  for (const [network, prefix, family] of privateNetworks) list.addSubnet(network, prefix, family);
  for (const { cidr, family } of Object.values(interfaces).flatMap((each) => each ?? [])) {
    const [network, prefix] = cidr?.split('/') ?? [];
    if (network === undefined || prefix === undefined) continue;
    list.addSubnet(network, Number(prefix), family === 'IPv4' ? 'ipv4' : 'ipv6');
  }
  return list;
}
