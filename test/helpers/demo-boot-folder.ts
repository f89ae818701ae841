import { copyFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { netbootFolders } from '../../src/core/netboot/files.ts';
import { writeDemoInitramfs } from '../../tools/demo/initramfs.ts';
import { ensureDemo } from '../../tools/demo/iso.ts';
import { demoKey } from '../../tools/demo/key.ts';
import type { Publication } from '../../tools/demo/publish.ts';
import { demoRow } from '../../tools/demo/row.ts';
import { ensureImage, imageDirectory } from '../../tools/image/build.ts';
import { defaultOptions } from '../../tools/image/options.ts';
import type { MachineArchitecture } from '../../tools/shared/architectures.ts';

/** Nothing answers there: the demo's own mirror is switched off. */
export const deadMirror = 'http://10.0.2.2:9';

/**
 * Writes into a folder what a machine starts from, with the demo in its catalogue. The loaders come
 * from elsewhere.
 */
export async function writeDemoBootFolder(
  folder: string,
  arch: MachineArchitecture = 'x86_64',
): Promise<Publication> {
  const options = { ...defaultOptions, arch };
  await ensureImage(options);
  const image = imageDirectory(options);
  const key = await demoKey();
  const publication = await ensureDemo(key, arch);
  const images = join(folder, netbootFolders[arch]);
  await mkdir(images, { recursive: true });
  for (const name of ['vmlinuz', 'kernel.img']) {
    await copyFile(join(image, name), join(images, name));
  }
  await writeDemoInitramfs({
    initrds: [join(image, 'initramfs.img')],
    out: join(images, 'initramfs.img'),
    row: demoRow(publication, { arch, mirrorUrl: deadMirror, key }),
    key,
  });
  return publication;
}
