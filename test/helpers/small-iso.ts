import { readFileSync } from 'node:fs';
import { makeIso, scratchDirectory } from './isos.ts';

/** Images of a few files each, padding left out, with every structure that the reader knows. */
export async function smallIsos(): Promise<readonly Uint8Array[]> {
  const scratch = await scratchDirectory();
  const deep = Array.from({ length: 9 }, (_, index) => `d${index}`).join('/');
  const rich = {
    'boot/grub/grub.cfg': 'menuentry x { linux /vmlinuz }\n',
    vmlinuz: { link: 'boot/kernel' },
    'boot/kernel': 'kernel',
    up: { link: `../${'c/'.repeat(70)}x` },
    [`${'n'.repeat(200)}.txt`]: 'long name',
    [`${deep}/bottom`]: 'deep',
  };
  const poor = { 'BOOT/ISOLINUX.CFG': 'default x', 'BOOT/LINUX': 'k' };
  try {
    const paths = [
      await makeIso(scratch.path, {
        tool: 'genisoimage',
        name: 'rock-ridge',
        options: ['-R', '-no-pad', '-b', 'boot/kernel', '-no-emul-boot'],
        spec: rich,
      }),
      await makeIso(scratch.path, {
        tool: 'xorriso',
        name: 'both',
        options: [
          '-R',
          '-J',
          '-no-pad',
          '-partition_offset',
          '16',
          '-e',
          'vmlinuz-efi',
          '-no-emul-boot',
        ],
        spec: { ...rich, 'vmlinuz-efi': 'efi' },
      }),
      await makeIso(scratch.path, {
        tool: 'genisoimage',
        name: 'joliet',
        options: ['-J', '-no-pad'],
        spec: poor,
      }),
      await makeIso(scratch.path, {
        tool: 'genisoimage',
        name: 'plain',
        options: ['-no-pad'],
        spec: poor,
      }),
    ];
    return paths.map((path) => new Uint8Array(readFileSync(path)));
  } finally {
    await scratch.remove();
  }
}
