import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { defaultOptions } from '../../../tools/image/options.ts';
import { say } from '../../../tools/shared/say.ts';
import { buildStick } from '../../../tools/stick/build.ts';
import { startFromStick } from '../../helpers/stick-machine.ts';
import { menuText, openMenuKeys } from './menu-keys.ts';
import { requireLockdown } from './modes.ts';

/** Of Debian's package ovmf; OVMF_VARS_4M.snakeoil.fd trusts this key, and no other. */
const snakeoil = '/usr/share/ovmf/PkKek-1-snakeoil';

/** A stick that is signed by one's own key comes to the menu where only that key is trusted. */
export async function soakOwnKey(): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'webboot-own-key-'));
  try {
    const key = join(folder, 'own.key');
    const secret = ['-passin', 'pass:snakeoil', '-out', key];
    await execa('openssl', ['pkey', '-in', `${snakeoil}.key`, ...secret]);
    await chmod(key, 0o600);
    const usb = join(folder, 'webboot.img');
    const secureBoot = { way: 'own', key: { key, certificate: `${snakeoil}.pem` } } as const;
    const image = { ...defaultOptions, flavour: 'generic', out: join(folder, 'image') } as const;
    await buildStick(image, { usb, isos: [], distros: [], secureBoot });
    const way = { firmware: 'efi-own', attachment: 'usb', snapshot: true } as const;
    const machine = await startFromStick({ file: usb, folder, ...way });
    try {
      await machine.waitFor(menuText, { timeoutMs: 400_000 });
      await requireLockdown(openMenuKeys(machine));
      say(`by one's own key: menu after ${machine.elapsed.toFixed(0)} s, locked down`);
      return 0;
    } finally {
      await machine.kill();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
