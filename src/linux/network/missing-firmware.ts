import { readdir, readFile } from 'node:fs/promises';
import { findMissingFirmware } from '../../formats/kernel-log.ts';
import { run } from '../run.ts';

/** PCI's base class of network controllers (PCI Code and ID Assignment Specification, 1.3). */
const networkClass = /^0x02/;

/**
 * Firmware files without which a network device does not come up: drivers try several versions of
 * a file, and other devices want firmware too, so that only those count that made no interface.
 */
export async function readMissingFirmware(
  sysfs = '/sys',
  readLog: () => Promise<string> = readKernelLog,
): Promise<readonly string[]> {
  const files = new Set<string>();
  for (const { device, file } of findMissingFirmware(await readLog())) {
    if (await isNetworkWithoutInterface(`${sysfs}/bus`, device)) files.add(file);
  }
  return [...files];
}

async function isNetworkWithoutInterface(bus: string, device: string): Promise<boolean> {
  for (const type of ['pci', 'usb']) {
    const directory = `${bus}/${type}/devices/${device}`;
    const inside = await readdir(directory).catch(() => undefined);
    if (inside === undefined) continue;
    const pciClass = await readFile(`${directory}/class`, 'utf8').catch(() => '0x02');
    return networkClass.test(pciClass) && !inside.includes('net');
  }
  return false;
}

async function readKernelLog(): Promise<string> {
  const log = await run('dmesg', []).catch(() => undefined);
  return log?.stdout ?? '';
}
