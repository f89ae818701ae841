import { readFile } from 'node:fs/promises';
import { inspectImage } from '../../../src/boot/inspect/inspect-image.ts';
import { WebbootError } from '../../../src/errors.ts';
import { writeCpio } from '../../../src/formats/cpio/writer.ts';
import { memoryAccess } from '../../../src/formats/random-access.ts';
import { fatImage } from '../../helpers/fat-images.ts';
import { makeIso, scratchDirectory, type TreeSpec } from '../../helpers/isos.ts';
import { peProgram } from '../../helpers/pe-program.ts';
import { tinyBzimage } from '../../helpers/tiny-bzimage.ts';
import type { FuzzTarget } from '../target.ts';

const kernel = tinyBzimage('6.12.1-live');
const initrd = writeCpio([
  { kind: 'directory', path: 'scripts' },
  { kind: 'file', path: 'scripts/live', data: Buffer.from('#!/bin/sh\n') },
  {
    kind: 'file',
    path: 'usr/lib/modules/6.12.1-live/modules.dep',
    data: Buffer.from('a.ko: b.ko\n'),
  },
]);
const unified = peProgram([
  ['.osrel', 'PRETTY_NAME="Demo"\n'],
  ['.cmdline', 'quiet'],
  ['.linux', kernel],
  ['.initrd', initrd],
]);
const menus: TreeSpec = {
  'boot/grub/grub.cfg': `set default=live
menuentry "Live" --id live { linux /live/vmlinuz boot=live "a b"; initrd /live/ucode /live/initrd }
submenu More { menuentry Unified { linux /EFI/Linux/x.efi } }
`,
  'isolinux/isolinux.cfg': 'UI menu.c32\nLABEL x\nLINUX /live/vmlinuz\nINITRD /live/initrd\n',
  'loader/entries/a.conf': 'title A\nlinux /live/vmlinuz\ninitrd /live/initrd\noptions quiet\n',
  'live/vmlinuz': kernel,
  'live/initrd': initrd,
  'live/ucode': { link: 'initrd' },
  'EFI/Linux/x.efi': unified,
};

/** Whole images, from their descriptors to what an entry's initrd holds. */
export const target: FuzzTarget = {
  name: 'inspection',
  async seeds() {
    const scratch = await scratchDirectory();
    try {
      const esp = await fatImage({ 'EFI/BOOT/BOOTX64.EFI': unified }, { kibibytes: 128 });
      const paths = [
        await makeIso(scratch.path, {
          ...{ tool: 'genisoimage', name: 'menus', spec: menus },
          options: ['-R', '-J', '-no-pad', '-V', 'DEMO'],
        }),
        await makeIso(scratch.path, {
          ...{ tool: 'xorriso', name: 'program', spec: { 'efi.img': esp } },
          options: ['-R', '-V', 'DEMO', '-no-pad', '-e', 'efi.img', '-no-emul-boot'],
        }),
      ];
      return await Promise.all(paths.map(async (path) => new Uint8Array(await readFile(path))));
    } finally {
      await scratch.remove();
    }
  },
  async run(bytes) {
    try {
      await inspectImage(memoryAccess(bytes), { deep: true });
    } catch (error) {
      if (!(error instanceof WebbootError)) throw error;
    }
  },
};
