import { copyFile, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { createOwnStick } from '../../../src/linux/own-stick.ts';
import { stickMountPoint } from '../../../src/linux/stick.ts';
import { storeImage } from '../../../src/linux/store-image.ts';
import { say } from '../../../tools/shared/say.ts';
import { copySparse, findData } from '../../helpers/data-partition.ts';
import { openLoggedDisk, readWriteLog, writeCutDisk } from '../../helpers/write-log.ts';
import { type CutStick, kept, prepareStick, requireIntact } from './cut-stick.ts';
import { buildFinalImage } from './final-image.ts';

const number = '3';

/**
 * The stick as it would be after a power cut anywhere while it grows, and while an image is kept:
 * a killed QEMU loses nothing that was written, a stick without power what it has not flushed. No
 * guest is needed: webboot's own code runs on this machine's kernel, on a disk that logs writes.
 */
export async function soakCuts([states = '100']: readonly string[]): Promise<number> {
  const image = await buildFinalImage({ distros: [] });
  try {
    const stick = await prepareStick(image);
    const each = Math.ceil(Number(states) / 2);
    await judgeCuts(stick, { name: 'growing', states: each }, grow);
    await judgeCuts(stick, { name: 'keeping', states: each }, keep);
    await judgeCuts(stick, { name: 'keeping once more', states: each }, keep);
    return 0;
  } finally {
    await image.close();
  }
}

/** Runs `act` on the mounted stick; then judges what a cut at so many places leaves. */
async function judgeCuts(
  stick: CutStick,
  { name, states }: { name: string; states: number },
  act: (stick: CutStick, part: string) => Promise<void>,
): Promise<void> {
  const at = (end: string) => join(stick.image.folder, `cuts.${end}`);
  await copySparse(stick.file, at('before'));
  await withMounted(stick, at('log'), (part) => act(stick, part));
  const writes = await readWriteLog(at('log'));
  const recorded = { before: at('before'), log: at('log'), writes };
  let keptAfter = 0;
  for (let state = 0; state < states; state += 1) {
    const until = Math.ceil((writes.length * (state + Math.random())) / states);
    const cut = { out: at('cut'), until, survives: () => Math.random() < 0.5 };
    await writeCutDisk(recorded, cut);
    const { files } = await requireIntact({ ...stick, file: at('cut') });
    if (files.has(kept)) keptAfter += 1;
  }
  await requireIntact(stick);
  say(
    `${name}: ${writes.length} writes, cut at ${states} places: intact after each; the image was there after ${keptAfter}`,
  );
  for (const end of ['before', 'log', 'cut']) await rm(at(end), { force: true });
}

async function withMounted(
  { file }: CutStick,
  log: string,
  act: (part: string) => Promise<void>,
): Promise<void> {
  const { offset, bytes, id } = await findData(file);
  const disk = await openLoggedDisk(file, log);
  const sectors = (size: number) => String(size / 512);
  // Not every kernel reads such tables by itself.
  await execa('addpart', [disk.device, number, sectors(offset), sectors(bytes)]);
  const reread = async () => {
    const { bytes: grown } = await findData(file);
    await execa('resizepart', [disk.device, number, sectors(grown)]);
    return true;
  };
  try {
    const part = await createOwnStick(
      { id, keyless: true },
      { list: async () => [disk.device], reread },
    ).look();
    if (part === undefined) throw new Error('the stick was not found');
    await act(part);
  } finally {
    await execa('umount', [stickMountPoint], { reject: false });
    await execa('delpart', [disk.device, number], { reject: false });
    await disk.close();
  }
}

/** webboot grows it as well; this one tells when that is done. */
async function grow(_: CutStick, part: string): Promise<void> {
  // Refused without CAP_SYS_RESOURCE, and while webboot's own is at work.
  const { exitCode, stderr } = await execa('resize2fs', [part], { reject: false });
  if (exitCode !== 0) say(`the partition alone has grown: ${stderr.split('\n').at(-1)}`);
  await execa('sync', ['-f', stickMountPoint]);
}

async function keep({ image }: CutStick): Promise<void> {
  const served = join(image.folder, 'mirror/demo');
  const from = join(image.folder, 'pmem0');
  await copyFile(join(served, 'debian-live.iso'), from);
  const beside = new Map<string, Uint8Array>();
  for (const name of ['SHA256SUMS', 'SHA256SUMS.sign']) {
    beside.set(`debian-live.iso.${name}`, await readFile(join(served, name)));
  }
  const request = { from, bytes: image.demoBytes, fileName: 'debian-live.iso', beside };
  await storeImage({ directory: `${stickMountPoint}/Images` }, request);
}
