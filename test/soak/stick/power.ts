import { createHash, randomBytes } from 'node:crypto';
import { rm, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { QemuProcess } from '../../../tools/qemu.ts';
import { say } from '../../../tools/say.ts';
import { addFile, copySparse, readDataPartition } from '../../helpers/data-partition.ts';
import { startFromStick } from '../../helpers/stick-machine.ts';
import { readWriteLog, writeCutDisk } from '../../helpers/write-log.ts';
import { buildFinalImage, type FinalImage } from './final-image.ts';
import { menuText, openMenuKeys } from './menu-keys.ts';

const limit = { timeoutMs: 300_000 };
const started = /webboot: node started/;
const resized = /resized filesystem/;
const growthBytes = 64 << 20;
const settings = '{ "countdown": 0 }\n';
const kept = 'Images/debian-live.iso';

/** Memory is set aside beforehand, so that each start is one start. */
const append = 'webboot.debug ignore_loglevel memmap=256M!1G';

/** What must be on the stick after every cut, byte for byte. */
interface Stick {
  readonly file: string;
  /** Of what is written to it. */
  readonly log?: string;
  readonly image: FinalImage;
  readonly finished: ReadonlyMap<string, string>;
}

/**
 * QEMU is killed at random moments, half of them while the partition grows, half while an image is
 * being kept. One stick goes through all of it: each start shows that it survived the cut before.
 */
export async function soakPower(argv: readonly string[]): Promise<number> {
  const [cuts = 10, states = 20] = argv.map((half) => Math.ceil(Number(half) / 2));
  const image = await buildFinalImage({ append, distros: [] });
  try {
    const stick = await prepareStick(image);
    const growing = await withEveryCut(stick, { states, name: 'growing' }, longestGrowing);
    for (let cut = 1; cut <= cuts; cut += 1) await cutGrowing(stick, { cut, withinMs: growing });
    const keeping = await withEveryCut(stick, { states, name: 'keeping' }, longestKeeping);
    for (let cut = 1; cut <= cuts; cut += 1) await cutKeeping(stick, { cut, withinMs: keeping });
    await withStick(stick, (machine) => machine.waitFor(menuText, limit));
    say(`${2 * cuts} cuts: the stick starts, and all that was finished is intact`);
    return 0;
  } finally {
    await image.close();
  }
}

async function prepareStick(image: FinalImage): Promise<Stick> {
  const file = join(image.folder, 'power.img');
  await copySparse(image.usb, file);
  await truncate(file, 2 ** 30);
  const contents = new Map([
    ['webboot.json', Buffer.from(settings)],
    ['Images/finished.iso', randomBytes(5 << 20)],
  ]);
  for (const [path, bytes] of contents) {
    const source = join(image.folder, 'added');
    await writeFile(source, bytes);
    await addFile(file, source, path);
    await rm(source);
  }
  const finished = new Map([...contents].map(([path, bytes]) => [path, digest(bytes)]));
  return { file, image, finished };
}

async function withStick<T>(
  { file, log, image: { folder } }: Stick,
  act: (machine: QemuProcess) => Promise<T>,
): Promise<T> {
  const way = { firmware: 'bios', attachment: 'usb', network: 'user' } as const;
  const logging = log === undefined ? {} : { log };
  const machine = await startFromStick({ file, folder, ...way, ...logging });
  try {
    return await act(machine);
  } finally {
    // As by a power cut: nothing of the guest runs on.
    await machine.kill();
  }
}

/**
 * Logs what one start writes, and judges the stick as it would be after a cut anywhere in it: a
 * killed QEMU loses nothing that was written, a stick without power what it has not flushed.
 */
async function withEveryCut(
  stick: Stick,
  { states, name }: { states: number; name: string },
  act: (stick: Stick) => Promise<number>,
): Promise<number> {
  const at = (end: string) => join(stick.image.folder, `power.${end}`);
  await copySparse(stick.file, at('before'));
  const result = await act({ ...stick, log: at('log') });
  const writes = await readWriteLog(at('log'));
  const recorded = { before: at('before'), log: at('log'), writes };
  for (let state = 0; state < states; state += 1) {
    const until = Math.ceil((writes.length * (state + Math.random())) / states);
    const cut = { out: at('cut'), until, survives: () => Math.random() < 0.5 };
    await writeCutDisk(recorded, cut);
    await requireIntact({ ...stick, file: at('cut') });
  }
  say(`${name}: ${writes.length} writes, cut at ${states} places: intact after each`);
  for (const end of ['before', 'log', 'cut']) await rm(at(end), { force: true });
  return result;
}

/** Milliseconds from Node's start to the grown file system. */
async function longestGrowing(stick: Stick): Promise<number> {
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
  stick: Stick,
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
async function longestKeeping(stick: Stick): Promise<number> {
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
  stick: Stick,
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
  { image: { mirror, demoBytes } }: Stick,
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
  await menu.sees(/copy will be kept/);
  menu.press('enter');
  while (mirror.bytesSent - before < demoBytes) {
    if (machine.exitCode !== undefined) throw new Error('QEMU ended during the download');
    await sleep(50);
  }
  return { begun: machine.elapsed, from: machine.log.length };
}

/** Throws unless the file systems are in order, and all that was finished is what it was. */
async function requireIntact(stick: Stick): ReturnType<typeof readDataPartition> {
  const contents = await readDataPartition(stick.file);
  const found = new Map([...contents.files].map(([path, bytes]) => [path, digest(bytes)]));
  for (const [path, wanted] of stick.finished) {
    if (found.get(path) !== wanted) throw new Error(`${path} is not what it was`);
  }
  // Under its own name, it is whole, and what vouches for it is there.
  if (found.has(kept)) {
    if (found.get(kept) !== stick.image.demoDigest) throw new Error(`${kept} is not whole`);
    const sums = contents.files.get(`${kept}.SHA256SUMS`)?.toString() ?? '';
    const signature = contents.files.get(`${kept}.SHA256SUMS.sign`)?.toString() ?? '';
    if (!sums.includes(stick.image.demoDigest) || !signature.includes('END PGP')) {
      throw new Error(`${kept} is there without what vouches for it`);
    }
  }
  return contents;
}

function digest(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
