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

/** Whether an address is one of this network: private, or of a subnet that this machine is in. */
export function createLanReach(interfaces = networkInterfaces()): (address: string) => boolean {
  const list = new BlockList();
  for (const [network, prefix, family] of privateNetworks) list.addSubnet(network, prefix, family);
  for (const { cidr, family } of Object.values(interfaces).flatMap((each) => each ?? [])) {
    const [network, prefix] = cidr?.split('/') ?? [];
    if (network === undefined || prefix === undefined) continue;
    list.addSubnet(network, Number(prefix), family === 'IPv4' ? 'ipv4' : 'ipv6');
  }
  return (address) => {
    const [plain = ''] = address.replace(/^::ffff:(?=\d)/i, '').split('%');
    return list.check(plain, isIPv6(plain) ? 'ipv6' : 'ipv4');
  };
}
