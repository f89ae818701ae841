import { setTimeout as sleep } from 'node:timers/promises';
import type { IpSettings } from '../../core/network/ip-parameter.ts';
import { requestLease } from './dhcp.ts';
import { ip } from './ip-command.ts';
import { forgetNameServers } from './name-servers.ts';
import { followAdvertisements } from './router-advertisements.ts';

/** IPv4 is waited for this long once IPv6 is there: most servers are known to it, and many only to it. */
const ipv4Ms = 2_000;

/**
 * Gives an interface with a link its addresses. Resolves once one family works, with the other one
 * still under way. Throws `no-lease` where none does.
 */
export async function configureAddresses(
  name: string,
  settings: IpSettings,
  signal: AbortSignal,
): Promise<void> {
  switch (settings.method) {
    case 'none':
      return;
    case 'static':
      return setStatic(name, settings);
    case 'automatic':
      return configureAutomatically(name, signal);
  }
}

/** Takes addresses, routes and name servers away again. */
export async function dropAddresses(name: string): Promise<void> {
  await ip(name, ['addr', 'flush', 'dev', name]);
  await ip(name, ['link', 'set', name, 'down']);
  await forgetNameServers(name);
}

async function setStatic(
  name: string,
  { address, prefixLength, gateway }: Extract<IpSettings, { readonly method: 'static' }>,
): Promise<void> {
  const family = address.includes(':') ? '-6' : '-4';
  await ip(name, [family, 'addr', 'replace', `${address}/${prefixLength}`, 'dev', name]);
  if (gateway === undefined) return;
  await ip(name, [family, 'route', 'replace', 'default', 'via', gateway, 'dev', name]);
}

async function configureAutomatically(name: string, signal: AbortSignal): Promise<void> {
  const ipv4 = requestLease(name, signal);
  const ipv6 = followAdvertisements(name, signal);
  try {
    await Promise.any([ipv4, ipv6]);
  } catch (error) {
    signal.throwIfAborted();
    // DHCP's own words say more: a router without IPv6 is the usual case.
    const [reason] = (error as AggregateError).errors as readonly unknown[];
    throw reason;
  }
  await Promise.race([ipv4.catch(() => {}), sleep(ipv4Ms)]);
}
