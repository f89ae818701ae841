import { mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { openAptState } from '../apt.ts';
import { ensureImage, imageDirectory, suite } from '../image/build.ts';
import type { ImageManifest } from '../image/manifest.ts';
import type { ImageOptions } from '../image/options.ts';
import { step } from '../say.ts';
import { sourceDate } from '../source-date.ts';
import { debianPrograms } from './debian-programs.ts';
import { stickIdentity } from './identity.ts';
import { writeIsoImage } from './iso-image.ts';
import type { StickOptions } from './options.ts';
import { type BootPayload, writeUsbImage } from './usb-image.ts';

/** Builds the image when it is stale, and a stick's disk image, an ISO, or both, of it. */
export async function buildStick(options: ImageOptions, stick: StickOptions): Promise<void> {
  await ensureImage(options);
  await packStick(imageDirectory(options), stick);
}

/** Makes sticks of an image that lies built in `directory`. */
export async function packStick(directory: string, stick: StickOptions): Promise<void> {
  const text = await readFile(join(directory, 'manifest.json'), 'utf8');
  const { arch, files, append } = JSON.parse(text) as ImageManifest;
  const apt = await openAptState({ suite, arch });
  await apt.update();
  const programs = await debianPrograms(apt);
  const payload: BootPayload = {
    kernel: join(directory, 'vmlinuz'),
    initramfs: join(directory, 'initramfs.img'),
    cmdline: append,
    secureBoot: stick.secureBoot,
    identity: stickIdentity(JSON.stringify([files, append, stick.secureBoot])),
    date: await sourceDate(),
  };
  const { usb, isoOut, size, isos } = stick;
  if (usb !== undefined) {
    await inWorkDirectory(usb, (work, out) =>
      writeUsbImage(programs, payload, {
        out,
        isos,
        work,
        ...(size === undefined ? {} : { size }),
      }),
    );
  }
  if (isoOut !== undefined) {
    await inWorkDirectory(isoOut, (work, out) => writeIsoImage(programs, payload, { out, work }));
  }
}

/** Beside the result, where there is room for it; the result appears whole or not at all. */
async function inWorkDirectory(
  out: string,
  write: (work: string, out: string) => Promise<void>,
): Promise<void> {
  const work = await mkdtemp(`${out}.work-`);
  try {
    await step(out, () => write(work, `${out}.part`));
    await rename(`${out}.part`, out);
  } finally {
    await rm(work, { recursive: true, force: true });
    await rm(`${out}.part`, { force: true });
  }
}
