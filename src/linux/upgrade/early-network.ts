import { readdir, readFile } from 'node:fs/promises';
import { earlyNetworkLines, type LinkAddresses } from '../../core/upgrade/early-network.ts';
import type { EarlyNetwork } from '../../ports/upgrade.ts';
import { run } from '../run.ts';

/**
 * Links of systemd-networkd only: it takes over what it finds on a link. Others would fail on it
 * (ifupdown), or leave the link alone from then on (NetworkManager).
 */
export const earlyNetwork: EarlyNetwork = {
  async earlyNetwork() {
    const names = (await readdir('/sys/class/net')).filter((name) => name !== 'lo');
    const links = await Promise.all(names.map(readLink));
    return earlyNetworkLines(links.filter((link) => link !== undefined));
  },
};

async function readLink(name: string): Promise<LinkAddresses | undefined> {
  const folder = `/sys/class/net/${name}`;
  const [hardware, index] = await Promise.all(
    ['address', 'ifindex'].map((file) => readFile(`${folder}/${file}`, 'utf8').catch(() => '')),
  );
  const kept = await readFile(`/run/systemd/netif/links/${index?.trim()}`, 'utf8').catch(() => '');
  if (!/^ADMIN_STATE=configured$/m.test(kept)) return undefined;
  const [addresses, ...routes] = await Promise.all(
    [
      ['-o', 'address', 'show', 'dev', name, 'scope', 'global'],
      ...['-4', '-6'].map((family) => [family, 'route', 'show', 'dev', name]),
    ].map(async (args) => (await run('ip', args)).stdout),
  );
  return {
    hardware: hardware?.trim() ?? '',
    addresses: addresses ?? '',
    routes: routes.join('\n'),
  };
}
