import { copyFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { writeDemoInitramfs } from '../../tools/demo/initramfs.ts';
import { ensureDemo } from '../../tools/demo/iso.ts';
import { demoKey } from '../../tools/demo/key.ts';
import type { Publication } from '../../tools/demo/publish.ts';
import { demoRow } from '../../tools/demo/row.ts';
import { ensureImage, imageDirectory } from '../../tools/image/build.ts';
import { defaultOptions } from '../../tools/image/options.ts';

/** Nothing answers there: the demo's own mirror is switched off. */
export const deadMirror = 'http://10.0.2.2:9';

/**
 * Writes into a folder what a machine starts from, with the demo in its catalogue. The loaders come
 * from elsewhere.
 */
export async function writeDemoBootFolder(folder: string): Promise<Publication> {
  await ensureImage(defaultOptions);
  const image = imageDirectory(defaultOptions);
  const key = await demoKey();
  const publication = await ensureDemo(key);
  await mkdir(folder, { recursive: true });
  for (const name of ['vmlinuz', 'kernel.img']) {
    await copyFile(join(image, name), join(folder, name));
  }
  await writeDemoInitramfs({
    initrds: [join(image, 'initramfs.img')],
    out: join(folder, 'initramfs.img'),
    row: demoRow(publication, { mirrorUrl: deadMirror, key }),
    key,
  });
  return publication;
}
