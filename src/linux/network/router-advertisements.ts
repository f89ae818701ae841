import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { WebbootError } from '../../errors.ts';
import { requestDhcpv6 } from './dhcp.ts';
import { readNameServers } from './name-servers.ts';

/** Three solicitations, 4 s apart (RFC 4861, section 10), and a little more. */
const advertisementTimeoutMs = 15_000;
/** From the router's advertisement to an address that was tested for duplicates. */
const addressTimeoutMs = 3_000;
const pollMs = 100;

/**
 * IPv6 by router advertisement: the kernel makes the address and the default route (RFC 4862),
 * rdnssd reads the name servers (RFC 8106), and DHCPv6 is asked for what is missing then.
 * Throws `no-lease` where no router advertises anything.
 */
export async function followAdvertisements(name: string, signal: AbortSignal): Promise<void> {
  const seen = await poll(() => hasDefaultRoute(name), advertisementTimeoutMs, signal);
  const address = await poll(() => hasGlobalAddress(name), addressTimeoutMs, signal);
  // An address without a router reaches nothing; it stays for what is on the same link.
  if (!seen) throw noRouter(name);
  const addressed = address || (await requestDhcpv6(name, { stateful: true, signal }));
  if (!addressed) throw noRouter(name);
  if (address && (await readNameServers()).length === 0) {
    await requestDhcpv6(name, { stateful: false, signal });
  }
}

async function poll(
  test: () => Promise<boolean>,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<boolean> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    signal.throwIfAborted();
    if (await test()) return true;
    if (performance.now() > deadline) return false;
    await sleep(pollMs);
  }
}

/** A route of all zeros whose flags have RTF_UP and RTF_GATEWAY (linux/route.h). */
async function hasDefaultRoute(name: string): Promise<boolean> {
  const table = await readFile('/proc/net/ipv6_route', 'utf8').catch(() => '');
  return table.split('\n').some((line) => {
    const [destination = '', length, , , , , , , flags = '0', device] = line.trim().split(/\s+/);
    const gateway = 3;
    return (
      device === name &&
      length === '00' &&
      /^0+$/.test(destination) &&
      (Number.parseInt(flags, 16) & gateway) === gateway
    );
  });
}

/**
 * Scopes 10 and 20 (hexadecimal) are the host's and the link's own; a flag of IFA_F_TENTATIVE
 * (linux/if_addr.h) is an address that is still being tested.
 */
async function hasGlobalAddress(name: string): Promise<boolean> {
  const table = await readFile('/proc/net/if_inet6', 'utf8').catch(() => '');
  return table.split('\n').some((line) => {
    const [, , , scope, flags = '0', device] = line.trim().split(/\s+/);
    const tentative = 0x40;
    return (
      device === name &&
      scope !== '10' &&
      scope !== '20' &&
      (Number.parseInt(flags, 16) & tentative) === 0
    );
  });
}

function noRouter(name: string): WebbootError {
  return new WebbootError('no-lease', `No router answered on ${name}.`, {
    subject: name,
    remedy: 'Check the network, try again, or give an address with webboot.ip=.',
  });
}
