import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureImage, imageDirectory } from '../image/build.ts';
import { defaultOptions, type ImageOptions } from '../image/options.ts';
import { type Mirror, startMirror } from '../mirror/mirror.ts';
import type { MachineArchitecture } from '../shared/architectures.ts';
import { writeDemoInitramfs } from './initramfs.ts';
import type { DemoKey } from './key.ts';
import type { Publication } from './publish.ts';
import { demoRow } from './row.ts';

/** What a guest boots from, and the mirror that it downloads from. */
export interface DemoGuest {
  readonly kernel: string;
  readonly initrd: string;
  readonly mirror: Mirror;
  close(): Promise<void>;
}

/** What the image has in it, too. */
export type DemoImage = Partial<Pick<ImageOptions, 'sshKeys' | 'accessibility' | 'flavour'>>;

/** webboot's image, built when stale, with a catalogue that has the publication on top. */
export async function prepareDemoGuest(
  publication: Publication,
  {
    key,
    arch = 'x86_64',
    image: more = {},
  }: { key: DemoKey; arch?: MachineArchitecture; image?: DemoImage },
): Promise<DemoGuest> {
  const options: ImageOptions = { ...defaultOptions, arch, ...more };
  await ensureImage(options);
  const image = imageDirectory(options);
  const mirror = await startMirror(publication.directory);
  const work = await mkdtemp(join(tmpdir(), 'webboot-guest-'));
  const close = async () => {
    await mirror.close();
    await rm(work, { recursive: true, force: true });
  };
  try {
    const initrd = join(work, 'initramfs.img');
    const row = demoRow(publication, { arch, mirrorUrl: mirror.guestUrl, key });
    await writeDemoInitramfs({
      initrds: [join(image, 'initramfs.img'), join(image, 'kernel.img')],
      out: initrd,
      row,
      key,
    });
    return { kernel: join(image, 'vmlinuz'), initrd, mirror, close };
  } catch (error) {
    await close();
    throw error;
  }
}
