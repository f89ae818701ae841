import { mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { defined } from '../../src/core/defined.ts';
import { WebbootError } from '../../src/errors.ts';
import { fileDigest } from '../bundle/inputs.ts';
import { sourceDate } from '../bundle/source-date.ts';
import { type AptState, openAptState } from '../debian/apt.ts';
import { installerPrograms } from '../image/accessibility.ts';
import { chromeosInitramfs, ensureImage, imageDirectory } from '../image/build.ts';
import type { ImageManifest } from '../image/manifest.ts';
import type { ImageOptions } from '../image/options.ts';
import { suite } from '../image/suite.ts';
import { say, step } from '../shared/say.ts';
import { fetchImages } from './catalogue-images.ts';
import { chromeosPrograms } from './chromeos-kernel.ts';
import { signedLoaders, stickPrograms } from './debian-programs.ts';
import { loaderFiles } from './efi-loaders.ts';
import { filesBytes } from './esp.ts';
import { stickIdentity } from './identity.ts';
import { writeIsoImage } from './iso-image.ts';
import type { StickOptions } from './options.ts';
import { findImages } from './staged-images.ts';
import { type BootPayload, type ChromeosParts, espFiles, writeUsbImage } from './usb-image.ts';

/** What was packed. */
export interface PackedStick {
  /** Of what the firmware loads: boot loaders, kernel, initramfs. */
  readonly payloadBytes: number;
}

/** Builds the image when it is stale, and a stick's disk image, an ISO, or both, of it. */
export async function buildStick(options: ImageOptions, stick: StickOptions): Promise<PackedStick> {
  // What a person mistyped is told before a minute of work.
  if (stick.chromeos === true && options.arch !== 'x86_64') {
    throw new WebbootError('usage', '--chromeos is for x86_64 only.', {
      remedy: 'Omit --chromeos: webboot does not boot on Chromebooks with arm64.',
    });
  }
  const isos = [...stick.isos, ...(await fetchImages(stick.distros, options))];
  await findImages(isos);
  const image = stick.chromeos === true ? { ...options, chromeos: true } : options;
  await ensureImage(image);
  return packStick(imageDirectory(image), { ...stick, isos });
}

/** Makes sticks of an image that lies built in `directory`. */
export async function packStick(
  directory: string,
  { usb, isoOut, size, isos, secureBoot, chromeos }: Omit<StickOptions, 'distros'>,
): Promise<PackedStick> {
  const text = await readFile(join(directory, 'manifest.json'), 'utf8');
  const { arch, files, append, packages } = JSON.parse(text) as ImageManifest;
  const apt = await openAptState({ suite, arch });
  await apt.update();
  const programs = await stickPrograms();
  const tree = await signedLoaders(apt, arch);
  const out = usb ?? isoOut;
  if (out === undefined) throw new Error('neither a stick nor a CD');
  const work = await mkdtemp(`${out}.work-`).catch((cause: Error) => {
    throw new WebbootError('usage', `${out} cannot be written: ${cause.message}`, {
      remedy: 'Name a file in a directory that exists and that you may write to.',
      cause,
    });
  });
  try {
    const kernel = join(directory, 'vmlinuz');
    const loaded = await loaderFiles({ tree, arch }, kernel, { secureBoot, work });
    const seed = await Promise.all([loaded.kernel, ...loaded.loaders.values()].map(fileDigest));
    const payload: BootPayload = {
      arch,
      ...loaded,
      initramfs: join(directory, 'initramfs.img'),
      cmdline: append,
      speech: packages.some(({ name }) => installerPrograms.some((one) => one.package === name)),
      identity: stickIdentity(JSON.stringify([files, append, seed])),
      date: await sourceDate(),
    };
    const images = await findImages(isos);
    const payloadBytes = await filesBytes(espFiles(payload), 1);
    say(`boot loaders, kernel and initramfs: ${(payloadBytes / 1e6).toFixed(1)} MB`);
    const parts = chromeos === true ? await chromeosParts(apt, directory) : undefined;
    if (usb !== undefined) {
      await writeWhole(usb, (part) =>
        writeUsbImage(programs, payload, {
          out: part,
          images,
          work,
          ...defined({ chromeos: parts, size }),
        }),
      );
    }
    if (isoOut !== undefined) {
      await writeWhole(isoOut, (part) => writeIsoImage(programs, payload, { out: part, work }));
    }
    return { payloadBytes };
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function chromeosParts(apt: AptState, directory: string): Promise<ChromeosParts> {
  return {
    programs: await chromeosPrograms(apt),
    kernel: join(directory, 'vmlinuz'),
    initramfs: join(directory, chromeosInitramfs),
  };
}

/** The result appears whole or not at all. */
async function writeWhole(out: string, write: (part: string) => Promise<void>): Promise<void> {
  const part = `${out}.part`;
  try {
    await step(out, () => write(part));
    await rename(part, out);
  } finally {
    await rm(part, { force: true });
  }
}
