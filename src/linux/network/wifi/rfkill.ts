import { readdir, readFile, writeFile } from 'node:fs/promises';
import { radioOff } from './wifi-errors.ts';

const root = '/sys/class/rfkill';

/** Lifts what software blocks; throws `no-link` where a switch of the machine does. */
export async function unblockRadio(name: string): Promise<void> {
  for (const entry of await readdir(root).catch((): string[] => [])) {
    const read = async (file: string) =>
      (await readFile(`${root}/${entry}/${file}`, 'utf8').catch(() => '')).trim();
    if ((await read('type')) !== 'wlan') continue;
    if ((await read('hard')) === '1') throw radioOff(name);
    if ((await read('soft')) === '1') await writeFile(`${root}/${entry}/soft`, '0');
  }
}
