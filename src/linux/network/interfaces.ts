import { readdir, readFile, readlink } from 'node:fs/promises';
import { networkInterfaces } from 'node:os';
import { basename } from 'node:path';

/** A network interface as sysfs tells it. */
export interface InterfaceFacts {
  readonly name: string;
  /** What no device stands behind (bridges, VLANs, containers' ends) is 'other'. */
  readonly kind: 'wired' | 'wireless' | 'other';
  readonly driver: string;
  readonly mac: string;
  /** 'unknown' while the interface is down: the kernel tells the carrier of running ones only. */
  readonly link: 'up' | 'down' | 'unknown';
  readonly addresses: readonly string[];
}

const root = '/sys/class/net';
/** ARPHRD_ETHER of linux/if_arp.h. */
const ethernet = '1';

/** Every interface but the loopback, in the order in which the kernel met them. */
export async function listInterfaces(): Promise<readonly InterfaceFacts[]> {
  const names = (await readdir(root).catch((): string[] => [])).filter((name) => name !== 'lo');
  const addresses = networkInterfaces();
  const found = await Promise.all(
    names.map(async (name) => {
      const [index, type, mac, carrier, driver, entries] = await Promise.all([
        readText(name, 'ifindex'),
        readText(name, 'type'),
        readText(name, 'address'),
        readText(name, 'carrier'),
        readlink(`${root}/${name}/device/driver`).catch(() => ''),
        readdir(`${root}/${name}`).catch((): string[] => []),
      ]);
      const wireless = entries.includes('wireless') || entries.includes('phy80211');
      const facts: InterfaceFacts = {
        name,
        kind: wireless ? 'wireless' : type === ethernet && driver !== '' ? 'wired' : 'other',
        driver: basename(driver),
        mac,
        link: carrier === '1' ? 'up' : carrier === '0' ? 'down' : 'unknown',
        addresses: (addresses[name] ?? []).map(({ cidr, address }) => cidr ?? address),
      };
      return { index: Number(index), facts };
    }),
  );
  return found.toSorted((a, b) => a.index - b.index).map(({ facts }) => facts);
}

async function readText(name: string, file: string): Promise<string> {
  return (await readFile(`${root}/${name}/${file}`, 'utf8').catch(() => '')).trim();
}
