import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { writeDemoInitramfs } from '../../tools/demo/initramfs.ts';
import { ensureDemo } from '../../tools/demo/iso.ts';
import { demoKey } from '../../tools/demo/key.ts';
import { publishDemo } from '../../tools/demo/publish.ts';
import { demoRow } from '../../tools/demo/row.ts';
import { ensureImage, imageDirectory } from '../../tools/image/build.ts';
import { defaultOptions } from '../../tools/image/options.ts';
import { startMirror } from '../../tools/mirror/mirror.ts';
import { guestMemory } from '../../tools/qemu/guest-memory.ts';
import { type QemuProcess, startQemu } from '../../tools/qemu/qemu.ts';
import { say } from '../../tools/shared/say.ts';
import { createTestCertificates } from './certificates.ts';
import { type AccessPoint, commandRadios, writeRadiosArchive } from './wifi-guest.ts';

const options = {
  ...defaultOptions,
  flavour: 'generic',
  wifiFirmware: true,
  withoutFirmware: true,
} as const;
/** For the drivers of a whole machine, five access points and a bridge. */
const moreMemoryMb = 512;

/** webboot's menu in line mode, in a guest with simulated radios; the demo is there over the air. */
export interface WifiMenu {
  readonly machine: QemuProcess;
  type(line: string): void;
  /** The pattern's groups, looked for after what was found before; says how long it took. */
  until(pattern: RegExp, timeoutMs?: number): Promise<readonly (string | undefined)[]>;
  /** Runs a shell command beside the access points. */
  radios(command: string): Promise<void>;
}

/** A guest with simulated radios, and the demo's mirror behind their access points. */
export interface WifiGuest {
  readonly accessPoints: readonly AccessPoint[];
  /** `webboot.json`; certificates are `/radios/ca.pem` and `/radios/key.pem`. */
  readonly settings: unknown;
  readonly cmdline?: string;
  /** What the mirror has in the demo's place. */
  readonly iso?: string;
  /** QEMU's arguments; the card that it has anyway is the access points'. */
  readonly hardware?: readonly string[];
}

/** The answer to `use`, for which the menu is in line mode. */
export async function withWifiMenu<T>(
  guest: WifiGuest,
  use: (menu: WifiMenu) => Promise<T>,
): Promise<T> {
  const cmdline = `webboot.ui=line webboot.interface=wlan0 ${guest.cmdline ?? ''}`;
  return withWifiGuest({ ...guest, cmdline }, (machine, radios) => use(openMenu(machine, radios)));
}

/** The answer to `use`; what the radios and the console said last goes with its failure. */
export async function withWifiGuest<T>(
  guest: WifiGuest,
  use: (machine: QemuProcess, radios: (command: string) => Promise<void>) => Promise<T>,
): Promise<T> {
  await ensureImage(options);
  const key = await demoKey();
  const work = await mkdtemp(join(tmpdir(), 'webboot-wifi-'));
  const { iso } = guest;
  const publication =
    iso === undefined
      ? await ensureDemo(key)
      : await publishDemo({ iso, directory: join(work, 'mirror'), key });
  const mirror = await startMirror(publication.directory);
  const image = imageDirectory(options);
  const radiosArchive = join(work, 'radios.img');
  const initrd = join(work, 'initramfs.img');
  const control = join(work, 'radios');
  await writeRadiosArchive(radiosArchive, guest.accessPoints, {
    certificates: await createTestCertificates(work),
    settings: guest.settings,
  });
  const row = demoRow(publication, { mirrorUrl: mirror.guestUrl, key });
  const initrds = [join(image, 'initramfs.img'), radiosArchive];
  await writeDemoInitramfs({ initrds, out: initrd, row, key });
  const { memoryMb, memmap } = guestMemory(publication.bytes);
  const machine = await startQemu({
    arch: 'x86_64',
    memoryMb: memoryMb + moreMemoryMb,
    // Each radio that comes or goes has the kernel patch its code.
    inTurns: true,
    kernel: join(image, 'vmlinuz'),
    initrd,
    cmdline: `console=ttyS0,115200 panic=-1 quiet rdinit=/radios/init ${memmap} ${guest.cmdline ?? ''}`,
    extra: ['-serial', `unix:${control},server=on,wait=off`, ...(guest.hardware ?? [])],
  });
  const radios = (command: string) => commandRadios(control, command);
  try {
    return await use(machine, radios);
  } catch (error) {
    if (machine.exitCode === undefined) {
      await radios('cat /run/webboot/log/wifi.log /radios/log >/dev/ttyS0');
      await sleep(2_000);
    } else {
      say(`QEMU had ended with status ${machine.exitCode}`);
    }
    say(machine.log.slice(-6_000));
    throw error;
  } finally {
    await machine.kill();
    await mirror.close();
    await rm(work, { recursive: true, force: true });
  }
}

const limitMs = 70_000;

function openMenu(machine: QemuProcess, radios: WifiMenu['radios']): WifiMenu {
  let from = 0;
  return {
    machine,
    type: (line) => machine.send(`${line}\r`),
    async until(pattern, timeoutMs = limitMs) {
      const begun = machine.elapsed;
      const found = await machine.waitFor(pattern, { timeoutMs, from });
      from = found.end;
      say(`${found.text.trim()} (${(machine.elapsed - begun).toFixed(1)} s)`);
      return found.groups;
    },
    radios,
  };
}

/** From the list of interfaces to that of wlan0's networks. */
async function openNetworks(menu: WifiMenu): Promise<void> {
  menu.type('b');
  menu.type('network and');
  menu.type('1');
  const [number = ''] = await menu.until(/(\d+)\. wlan0: /);
  menu.type(number);
}

/** From wherever it stands to the entries of the demo. */
export async function chooseDemo(menu: WifiMenu): Promise<void> {
  menu.type('b');
  menu.type('demo');
  await menu.until(/1\. Demo/);
  menu.type('1');
  await menu.until(/1\. live/);
  menu.type('1');
  await menu.until(/\d+\. \[..?\] .*Live system/);
}

export async function joinKnown(
  menu: WifiMenu,
  { ssid, passphrase }: { readonly ssid: string; readonly passphrase: string | undefined },
): Promise<void> {
  await openNetworks(menu);
  const [number = ''] = await menu.until(new RegExp(`(\\d+)\\. ${ssid}, `));
  menu.type(number);
  if (passphrase === undefined) return;
  await menu.until(/Passphrase: /);
  menu.type(passphrase);
}

export async function joinHidden(
  menu: WifiMenu,
  { ssid, passphrase }: { readonly ssid: string; readonly passphrase: string },
): Promise<void> {
  await openNetworks(menu);
  await menu.until(/h: Join a hidden network/);
  menu.type('h');
  await answerForm(menu, [
    ['Name', ssid],
    ['Passphrase', passphrase],
    ['Method', ''],
  ]);
}

type Answers = readonly (readonly [label: string, answer: string])[];

/** In the order in which a form asks. */
async function answerForm(menu: WifiMenu, answers: Answers): Promise<void> {
  for (const [label, answer] of answers) {
    await menu.until(new RegExp(`${label}.*: `));
    menu.type(answer);
  }
}

/** An Enterprise network, by PEAP. */
export async function joinHiddenEnterprise(
  menu: WifiMenu,
  network: { readonly ssid: string; readonly identity: string; readonly passphrase: string },
): Promise<void> {
  await openNetworks(menu);
  await menu.until(/h: Join a hidden network/);
  menu.type('h');
  await answerForm(menu, [
    ['Name', network.ssid],
    ['Passphrase', ''],
    ['Method', 'peap'],
    ['User', network.identity],
    ['Outer identity', ''],
    ['Inner method', ''],
    ['CA', '/radios/ca.pem'],
    ['Server', ''],
    ['Passphrase', network.passphrase],
  ]);
}

/** By answers to the labels of its form, in the order in which they are asked. */
export async function joinEnterprise(
  menu: WifiMenu,
  ssid: string,
  answers: Answers,
): Promise<void> {
  await openNetworks(menu);
  const [number = ''] = await menu.until(new RegExp(`(\\d+)\\. ${ssid}, `));
  menu.type(number);
  await answerForm(menu, answers);
}

/** Keeps the network that wlan0 is joined to, and says what lies on the stick then. */
export async function keepNetwork(menu: WifiMenu, ssid: string): Promise<void> {
  menu.type('k');
  await menu.until(new RegExp(`${ssid} is saved on the stick`));
  await menu.radios('stat -c "kept: %a %u %n" /run/webboot/stick/wifi.json >/dev/ttyS0');
  await menu.until(/kept: 600 0 .*wifi\.json/);
}
