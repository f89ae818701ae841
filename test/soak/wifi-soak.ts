import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join as joinPath } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { writeDemoInitramfs } from '../../tools/demo/initramfs.ts';
import { ensureDemo } from '../../tools/demo/iso.ts';
import { demoKey } from '../../tools/demo/key.ts';
import { demoRow } from '../../tools/demo/row.ts';
import { guestMemory } from '../../tools/guest-memory.ts';
import { ensureImage, imageDirectory } from '../../tools/image/build.ts';
import { defaultOptions } from '../../tools/image/options.ts';
import { startMirror } from '../../tools/mirror.ts';
import { type QemuProcess, startQemu } from '../../tools/qemu.ts';
import { say } from '../../tools/say.ts';
import { createTestCertificates } from '../helpers/certificates.ts';
import { type AccessPoint, commandRadios, writeRadiosArchive } from '../helpers/wifi-guest.ts';

const accessPoints = [
  { ssid: 'Home', security: 'wpa2-psk', passphrase: 'correct horse' },
  { ssid: 'New', security: 'wpa3-sae', passphrase: 'battery staple' },
  { ssid: 'Cafe', security: 'open' },
  { ssid: 'Attic', security: 'wpa2-psk', passphrase: 'hidden away', hidden: true },
  { ssid: 'Office', security: 'enterprise', identity: 'me', passphrase: 'open sesame' },
] as const satisfies readonly AccessPoint[];

const [home, modern, cafe, attic, office] = accessPoints;
const officeProfile = { ...office, eap: 'peap', caCertificate: '/radios/ca.pem' };
const options = { ...defaultOptions, flavour: 'generic', wifiFirmware: true } as const;
const limit = { timeoutMs: 70_000 };
/** Longer than wpa_supplicant and the download notice, shorter than they put up with. */
const outageMs = 20_000;

/**
 * Wi-Fi with the kernel's simulated radios: wlan0 joins access points in the same guest by the
 * menu's line mode, and the demo is downloaded and booted over the air, across an outage.
 */
export async function soakWifi(): Promise<number> {
  await ensureImage(options);
  const key = await demoKey();
  const publication = await ensureDemo(key);
  const mirror = await startMirror(publication.directory);
  const work = await mkdtemp(joinPath(tmpdir(), 'webboot-wifi-'));
  const image = imageDirectory(options);
  const radios = joinPath(work, 'radios.img');
  const initrd = joinPath(work, 'initramfs.img');
  const control = joinPath(work, 'radios');
  await writeRadiosArchive(radios, accessPoints, {
    certificates: await createTestCertificates(work),
    settings: { wifi: [officeProfile] },
  });
  const row = demoRow(publication, { mirrorUrl: mirror.guestUrl, key });
  await writeDemoInitramfs({
    initrds: [joinPath(image, 'initramfs.img'), radios],
    out: initrd,
    row,
    key,
  });
  const { memoryMb, memmap } = guestMemory(publication.bytes);
  const machine = await startQemu({
    arch: 'x86_64',
    memoryMb: memoryMb + 512,
    kernel: joinPath(image, 'vmlinuz'),
    initrd,
    cmdline: `console=ttyS0,115200 panic=-1 quiet rdinit=/radios/init ${memmap} webboot.ui=line webboot.interface=wlan0`,
    extra: ['-serial', `unix:${control},server=on,wait=off`],
  });
  try {
    await walkThrough(machine, control);
    return 0;
  } catch (error) {
    // The radios' log, where the guest still runs.
    const print = 'cat /run/webboot/log/wifi.log /radios/log >/dev/ttyS0';
    await commandRadios(control, print).catch(() => {});
    await sleep(2_000);
    say(machine.log.slice(-6_000));
    throw error;
  } finally {
    await machine.kill();
    await mirror.close();
    await rm(work, { recursive: true, force: true });
  }
}

async function walkThrough(machine: QemuProcess, control: string): Promise<void> {
  const menu = openMenu(machine);
  await menu.until(/Type a number, or part of a name/);
  // By the profile in webboot.json, without a key.
  menu.type('network');
  menu.type('1');
  await menu.until(/joined Office/);
  const wrong = 'not the passphrase';
  await joinKnown(menu, { ...modern, passphrase: wrong });
  await menu.until(/The passphrase is not the one of New/);
  await joinKnown(menu, modern);
  await menu.until(/joined New/);
  await joinKnown(menu, { ...home, passphrase: wrong });
  await menu.until(/The passphrase is not the one of Home/);
  await joinKnown(menu, { ...cafe, passphrase: undefined });
  await menu.until(/joined Cafe/);
  await joinHidden(menu, attic);
  await menu.until(/joined Attic/);
  await joinKnown(menu, home);
  await menu.until(/joined Home/);

  menu.type('b');
  menu.type('demo');
  await menu.until(/1\. Demo/);
  menu.type('1');
  await menu.until(/1\. live/);
  menu.type('1');
  await menu.until(/\d+\. \[..?\] .*Live system/);
  menu.type('1');
  await menu.until(/Now: .*ownload/i);
  await sleep(2_000);
  say('the access points vanish');
  await commandRadios(control, 'killall hostapd');
  await sleep(outageMs);
  await commandRadios(control, '/radios/hostapd -B /radios/*.conf');
  say('and are back');
  await menu.until(/login: /, 300_000);
  const secrets = accessPoints.flatMap((point) =>
    'passphrase' in point ? [point.passphrase] : [],
  );
  const told = secrets.filter((secret) => machine.log.includes(secret));
  if (told.length > 0) throw new Error(`the console showed a passphrase: ${told.join(', ')}`);
}

interface Menu {
  type(line: string): void;
  /** The pattern's groups, looked for after what was found before; says how long it took. */
  until(pattern: RegExp, timeoutMs?: number): Promise<readonly (string | undefined)[]>;
}

function openMenu(machine: QemuProcess): Menu {
  let from = 0;
  return {
    type: (line) => machine.send(`${line}\r`),
    async until(pattern, timeoutMs = limit.timeoutMs) {
      const begun = machine.elapsed;
      const found = await machine.waitFor(pattern, { timeoutMs, from });
      from = found.end;
      say(`${found.text.trim()} (${(machine.elapsed - begun).toFixed(1)} s)`);
      return found.groups;
    },
  };
}

/** From the list of interfaces to that of wlan0's networks. */
async function openNetworks(menu: Menu): Promise<void> {
  menu.type('b');
  menu.type('network');
  menu.type('1');
  const [number = ''] = await menu.until(/(\d+)\. wlan0: /);
  menu.type(number);
}

async function joinKnown(
  menu: Menu,
  { ssid, passphrase }: { readonly ssid: string; readonly passphrase: string | undefined },
): Promise<void> {
  await openNetworks(menu);
  const [number = ''] = await menu.until(new RegExp(`(\\d+)\\. ${ssid}, `));
  menu.type(number);
  if (passphrase === undefined) return;
  await menu.until(/Passphrase: /);
  menu.type(passphrase);
}

async function joinHidden(
  menu: Menu,
  { ssid, passphrase }: { readonly ssid: string; readonly passphrase: string },
): Promise<void> {
  await openNetworks(menu);
  await menu.until(/h: Join a hidden network/);
  menu.type('h');
  await menu.until(/Name: /);
  menu.type(ssid);
  await menu.until(/Passphrase: /);
  menu.type(passphrase);
}
