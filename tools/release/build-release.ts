import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildImage } from '../image/build.ts';
import type { ImageManifest } from '../image/manifest.ts';
import { defaultOptions, type Flavour, type ImageOptions } from '../image/options.ts';
import type { MachineArchitecture } from '../shared/architectures.ts';
import { packStick } from '../stick/build.ts';
import { billOfMaterials } from './bill-of-materials.ts';

/** The images of a release: small ones for virtual machines, and those for hardware. */
const flavours: readonly Flavour[] = ['cloud', 'generic'];

/** Builds one architecture's files from nothing into `out`; `work` is for what lies between. */
export async function buildRelease(
  arch: MachineArchitecture,
  { version, out, work }: { readonly version: string; readonly out: string; readonly work: string },
): Promise<void> {
  await mkdir(out, { recursive: true });
  for (const flavour of flavours) {
    const directory = join(work, `${arch}-${flavour}`);
    await rm(directory, { recursive: true, force: true });
    const options: ImageOptions = { ...defaultOptions, arch, flavour, out: directory };
    const manifest = await buildImage(options);
    const stem = `webboot-${version}-${arch}-${flavour}`;
    await takeFiles(manifest, directory, join(out, stem));
    const bill = billOfMaterials({ version, arch, built: manifest.built }, manifest.packages);
    await writeFile(join(out, `${stem}.cdx.json`), bill);
    if (flavour === 'generic') await packSticks(directory, join(out, stem));
  }
}

async function takeFiles(manifest: ImageManifest, from: string, stem: string): Promise<void> {
  for (const { name } of manifest.files) await copyFile(join(from, name), `${stem}.${name}`);
  const text = await readFile(join(from, 'manifest.json'), 'utf8');
  await writeFile(`${stem}.manifest.json`, text);
}

async function packSticks(directory: string, stem: string): Promise<void> {
  await packStick(directory, {
    usb: `${stem}.stick.img`,
    isoOut: `${stem}.iso`,
    isos: [],
    secureBoot: { way: 'debian' },
  });
}
