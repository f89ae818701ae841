import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { unblockRadio } from '../../../../../src/linux/network/wifi/rfkill.ts';
import { temporaryTree } from '../../../../helpers/file-tree.ts';

type Switch = Readonly<Record<'type' | 'name' | 'hard' | 'soft', string>>;

/** sysfs of a machine whose wlan0 is phy0. */
function machine(...switches: readonly Switch[]) {
  const files = switches.flatMap((one, index) =>
    Object.entries(one).map(([file, text]) => [`class/rfkill/rfkill${index}/${file}`, `${text}\n`]),
  );
  return temporaryTree({
    'class/net/wlan0/phy80211/name': 'phy0\n',
    ...(Object.fromEntries(files) as Record<string, string>),
  });
}

const softOf = (path: string, index: number) =>
  readFile(join(path, `class/rfkill/rfkill${index}/soft`), 'utf8').then((text) => text.trim());

describe('a radio that is switched off', () => {
  it('by software is switched on, and Bluetooth stays as it is', async () => {
    await using sysfs = await machine(
      { type: 'bluetooth', name: 'hci0', hard: '0', soft: '1' },
      { type: 'wlan', name: 'phy0', hard: '0', soft: '1' },
      { type: 'wlan', name: 'dell-wifi', hard: '0', soft: '1' },
    );
    await unblockRadio('wlan0', sysfs.path);
    expect(await softOf(sysfs.path, 0)).toBe('1');
    expect(await softOf(sysfs.path, 1)).toBe('0');
    expect(await softOf(sysfs.path, 2)).toBe('0');
  });

  it.each(['phy0', 'ideapad_wlan'])(
    'by the switch %s is told, with where to look',
    async (name) => {
      await using sysfs = await machine({ type: 'wlan', name, hard: '1', soft: '0' });
      await expect(unblockRadio('wlan0', sysfs.path)).rejects.toMatchObject({
        code: 'no-link',
        message: 'The radio of wlan0 is switched off.',
        remedy: expect.stringContaining('airplane-mode key'),
      });
    },
  );

  it('is not this one where the switch is another radio’s', async () => {
    await using sysfs = await machine({ type: 'wlan', name: 'phy1', hard: '1', soft: '1' });
    await unblockRadio('wlan0', sysfs.path);
    expect(await softOf(sysfs.path, 0)).toBe('1');
  });

  it('is none on a machine without such switches', async () => {
    await using sysfs = await machine();
    await expect(unblockRadio('wlan0', sysfs.path)).resolves.toBeUndefined();
  });
});
