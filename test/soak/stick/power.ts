import { stat, truncate } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { QemuProcess } from '../../../tools/qemu/qemu.ts';
import { say } from '../../../tools/shared/say.ts';
import { startFromStick } from '../../helpers/stick-machine.ts';
import { type CutStick, growthBytes, kept, prepareStick, requireIntact } from './cut-stick.ts';
import { buildFinalImage } from './final-image.ts';
import { menuText, openMenuKeys } from './menu-keys.ts';

const limit = { timeoutMs: 300_000 };
const started = /webboot: node started/;
const resized = /resized filesystem/;

/** Memory is set aside beforehand, so that each start is one start. */
const append = 'webboot.debug ignore_loglevel memmap=256M!1G';

/**
 * QEMU is killed at random moments, half of them while the partition grows, half while an image is
 * being kept. One stick goes through all of it: each start shows that it survived the cut before.
 */
export async function soakPower(argv: readonly string[]): Promise<number> {
  const cuts = Math.ceil(Number(argv[0] ?? 20) / 2);
  const image = await buildFinalImage({ append, distros: [] });
  try {
    const stick = await prepareStick(image);
    const growing = await longestGrowing(stick);
    for (let cut = 1; cut <= cuts; cut += 1) await cutGrowing(stick, { cut, withinMs: growing });
    const keeping = await longestKeeping(stick);
    for (let cut = 1; cut <= cuts; cut += 1) await cutKeeping(stick, { cut, withinMs: keeping });
    await withStick(stick, (machine) => machine.waitFor(menuText, limit));
    say(`${2 * cuts} cuts: the stick starts, and all that was finished is intact`);
    return 0;
  } finally {
    await image.close();
  }
}

async function withStick<T>(
  { file, image: { folder } }: CutStick,
  act: (machine: QemuProcess) => Promise<T>,
): Promise<T> {
  const way = { firmware: 'bios', attachment: 'usb', network: 'user' } as const;
  const machine = await startFromStick({ file, folder, ...way });
  try {
    return await act(machine);
  } finally {
    // As by a power cut: nothing of the guest runs on.
    await machine.kill();
  }
}

/** Milliseconds from Node's start to the grown file system. */
async function longestGrowing(stick: CutStick): Promise<number> {
  const seconds = await withStick(stick, async (machine) => {
    const { end } = await machine.waitFor(started, limit);
    const begun = machine.elapsed;
    await machine.waitFor(resized, { ...limit, from: end });
    return machine.elapsed - begun;
  });
  await requireIntact(stick);
  say(`growing: ${seconds.toFixed(1)} s`);
  return 1000 * (seconds + 1);
}

async function cutGrowing(
  stick: CutStick,
  { cut, withinMs }: { cut: number; withinMs: number },
): Promise<void> {
  // Each time there is something to grow into.
  await truncate(stick.file, (await stat(stick.file)).size + growthBytes);
  const afterMs = Math.random() * withinMs;
  await withStick(stick, async (machine) => {
    await machine.waitFor(started, limit);
    await sleep(afterMs);
  });
  const { bytes } = await requireIntact(stick);
  say(
    `cut ${cut} while growing, after ${(afterMs / 1000).toFixed(1)} s: ${bytes >> 20} MiB, intact`,
  );
}

/** Milliseconds from the end of the download to the next kernel, the copy in between. */
async function longestKeeping(stick: CutStick): Promise<number> {
  const seconds = await withStick(stick, async (machine) => {
    const { begun, from } = await startKeeping(stick, machine);
    await machine.waitFor(/Linux version/, { ...limit, from });
    return machine.elapsed - begun;
  });
  const { files } = await requireIntact(stick);
  if (!files.has(kept)) throw new Error('the image was not kept');
  say(`keeping: ${seconds.toFixed(1)} s from the end of the download`);
  return 1000 * seconds;
}

async function cutKeeping(
  stick: CutStick,
  { cut, withinMs }: { cut: number; withinMs: number },
): Promise<void> {
  const afterMs = Math.random() * withinMs;
  await withStick(stick, async (machine) => {
    await startKeeping(stick, machine);
    await sleep(afterMs);
  });
  const { files } = await requireIntact(stick);
  const state = [...files.keys()].filter((path) => path.startsWith(kept)).join(', ');
  say(`cut ${cut} while keeping, after ${(afterMs / 1000).toFixed(1)} s: ${state}; intact`);
}

/** Boots the demo from the mirror, to be kept; resolves when the last byte of it has been sent. */
async function startKeeping(
  { image: { mirror, demoBytes } }: CutStick,
  machine: QemuProcess,
): Promise<{ begun: number; from: number }> {
  // The stick has settings, for which the menu makes way.
  const { end } = await machine.waitFor(/starting again for the settings/, limit);
  await machine.waitFor(menuText, { ...limit, from: end });
  const menu = openMenuKeys(machine);
  // The row's description, and nothing of an image that was kept.
  menu.type('from the mirror');
  await menu.sees(/> Demo/);
  const before = mirror.bytesSent;
  menu.press('enter');
  await menu.sees(/> live/);
  menu.press('enter');
  await menu.sees(/> .*Live system/);
  menu.type('k');
  await menu.sees(/Copy: saved to/);
  menu.press('enter');
  while (mirror.bytesSent - before < demoBytes) {
    if (machine.exitCode !== undefined) throw new Error('QEMU ended during the download');
    await sleep(50);
  }
  return { begun: machine.elapsed, from: machine.log.length };
}
