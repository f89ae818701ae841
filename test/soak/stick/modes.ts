import { floorText } from '../../../tools/qemu/floor.ts';
import type { QemuProcess } from '../../../tools/qemu/qemu.ts';
import { say } from '../../../tools/shared/say.ts';
import {
  type Attachment,
  attachments,
  type Firmware,
  firmwares,
  startFromStick,
} from '../../helpers/stick-machine.ts';
import { buildFinalImage, type FinalImage } from './final-image.ts';
import { type MenuKeys, menuText, openMenuKeys } from './menu-keys.ts';

const limit = { timeoutMs: 600_000 };
/** The demo's row where it lies on the stick; with its size, unlike that of the mirror. */
export const storedDemo = /> Demo(?:(?! Demo)[^>])*on this machine, \d/;
/** Of an ISO of 100 MB, for its boot configuration, its kernel's header and its signatures. */
const mostPeeked = 8 << 20;

interface Mode {
  readonly firmware: Firmware;
  readonly attachment: Attachment;
}

interface Outcome extends Mode {
  /** Seconds since QEMU's start. */
  readonly floor?: number;
  readonly menu?: number;
  readonly login?: number;
  readonly failure?: string;
}

/** Every firmware with every way to attach the medium, all from one image; prints a table. */
export async function soakModes(wanted: readonly string[]): Promise<number> {
  const image = await buildFinalImage();
  try {
    const outcomes = await runModes(image, wanted);
    console.log(tableOf(outcomes));
    return outcomes.some(({ failure }) => failure !== undefined) ? 1 : 0;
  } finally {
    await image.close();
  }
}

async function runModes(image: FinalImage, wanted: readonly string[]): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const firmware of firmwares) {
    for (const attachment of attachments) {
      const name = `${firmware} ${attachment}`;
      if (wanted.length > 0 && !wanted.includes(name)) continue;
      const outcome = await runMode({ firmware, attachment }, image);
      say(`${name}: ${JSON.stringify(outcome)}`);
      outcomes.push(outcome);
    }
  }
  return outcomes;
}

async function runMode(mode: Mode, image: FinalImage): Promise<Outcome> {
  const seconds: { floor?: number; menu?: number; login?: number } = {};
  try {
    const { floor } = image;
    await withMachine(mode, { image, files: floor, network: 'none' }, async (machine) => {
      await machine.waitFor(floorText, limit);
      seconds.floor = machine.elapsed;
    });
    const secure = mode.firmware === 'efi-secure';
    // Without Secure Boot nothing is to be had from the network: the ISO on the stick boots alone.
    const network = secure || mode.attachment === 'cdrom' ? 'user' : 'none';
    await withMachine(mode, { image, files: image, network }, async (machine) => {
      await machine.waitFor(menuText, limit);
      seconds.menu = machine.elapsed;
      const menu = openMenuKeys(machine);
      if (secure) await requireLockdown(menu);
      if (secure && mode.attachment !== 'cdrom') await requireRefusal(menu, image);
      await chooseDemo(menu, mode);
      const from = machine.log.length;
      await machine.waitFor(/login: /, { ...limit, from });
      seconds.login = machine.elapsed;
    });
    return { ...mode, ...seconds };
  } catch (error) {
    return { ...mode, ...seconds, failure: (error as Error).message };
  }
}

async function withMachine(
  { firmware, attachment }: Mode,
  {
    image: { folder },
    files,
    network,
  }: {
    image: FinalImage;
    files: Pick<FinalImage, 'usb' | 'isoOut'>;
    network: 'user' | 'none';
  },
  act: (machine: QemuProcess) => Promise<void>,
): Promise<void> {
  const file = attachment === 'cdrom' ? files.isoOut : files.usb;
  const machine = await startFromStick({
    file,
    firmware,
    attachment,
    folder,
    network,
    snapshot: true,
  });
  try {
    await act(machine);
  } finally {
    await machine.kill();
  }
}

export async function requireLockdown(menu: MenuKeys): Promise<void> {
  const log = await menu.run(
    'dmesg | grep -iE "secure ?boot|locked"; cat /sys/kernel/security/lockdown',
  );
  for (const wanted of [
    /secureboot: Secure boot enabled/,
    /Kernel is locked down from EFI Secure Boot/,
    /\[integrity\]/,
  ]) {
    if (!wanted.test(log)) throw new Error(`the kernel's log lacks ${wanted}: ${log}`);
  }
}

/** An unsigned kernel is refused by what its peek has read, before the image is downloaded. */
async function requireRefusal(menu: MenuKeys, { mirror }: FinalImage): Promise<void> {
  const before = mirror.bytesSent;
  menu.type('unsigned');
  await menu.sees(/> Unsigned/);
  menu.press('enter');
  await menu.sees(/> live/);
  menu.press('enter');
  await menu.sees(/\[X\].*Live system/);
  menu.press('enter');
  await menu.sees(/carries no signature/);
  const sent = mirror.bytesSent - before;
  if (sent > mostPeeked) throw new Error(`${sent} bytes were read for a refusal`);
  say(`the unsigned kernel was refused after ${(sent / 1e6).toFixed(1)} MB`);
  for (let screen = 0; screen < 4; screen += 1) menu.press('back');
  await menu.sees(menuText);
}

/** From the stick's `Images/`; a CD has none, and gets it by the network. */
async function chooseDemo(menu: MenuKeys, { attachment }: Mode): Promise<void> {
  // A slow stick's rows come late, and the mark stays on the row that it is on by then.
  if (attachment !== 'cdrom') await menu.sees(/on this machine, \d/);
  menu.type('demo');
  if (attachment === 'cdrom') {
    await menu.sees(/> Demo/);
    menu.press('enter');
    await menu.sees(/> live/);
  } else {
    await menu.sees(storedDemo);
  }
  menu.press('enter');
  await menu.sees(/> .*Live system/);
  menu.press('enter');
}

function tableOf(outcomes: readonly Outcome[]): string {
  const seconds = (value: number | undefined) => value?.toFixed(1) ?? '-';
  return [
    '| firmware | medium | kernel and busybox | menu | live login |',
    '| --- | --- | --- | --- | --- |',
    ...outcomes.map(
      ({ firmware, attachment, floor, menu, login, failure }) =>
        `| ${firmware} | ${attachment} | ${seconds(floor)} | ${seconds(menu)} | ${seconds(login)} |${failure === undefined ? '' : ` FAILED: ${failure}`}`,
    ),
  ].join('\n');
}
