import { readdir, readFile, writeFile } from 'node:fs/promises';
import { radioOff } from './wifi-errors.ts';

/**
 * Lifts what software blocks; throws `no-link` where a switch of the machine does. A switch is for
 * all radios, or (`phy0`) for one (Documentation/ABI/stable/sysfs-class-rfkill).
 */
export async function unblockRadio(name: string, sysfs = '/sys'): Promise<void> {
  const root = `${sysfs}/class/rfkill`;
  const own = await readWord(`${sysfs}/class/net/${name}/phy80211/name`);
  for (const entry of await readdir(root).catch((): string[] => [])) {
    const read = (file: string) => readWord(`${root}/${entry}/${file}`);
    const radio = await read('name');
    const isOther = /^phy\d+$/.test(radio) && radio !== own;
    if ((await read('type')) !== 'wlan' || isOther) continue;
    if ((await read('hard')) === '1') throw radioOff(name);
    if ((await read('soft')) === '1') await writeFile(`${root}/${entry}/soft`, '0');
  }
}

async function readWord(file: string): Promise<string> {
  return (await readFile(file, 'utf8').catch(() => '')).trim();
}
