import { mkdir, mkdtemp, open, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { demoDirectory, demoOptions, ensureLiveIso } from '../../tools/demo/iso.ts';
import { runTool } from '../../tools/tool.ts';

const rootImage = '/live/filesystem.squashfs';

/** The demo's ISO with one thing about it that is not as usual. */
export const alteredIsos = {
  'damaged-squashfs': 'its squashfs ends in zeros, where its tables should be',
  'no-modules': 'its squashfs holds no kernel modules',
  'plain-iso': 'no partition table: a disk without partitions',
} as const;

export type AlteredIso = keyof typeof alteredIsos;

/** Makes it anew in a few seconds; its path. */
export async function makeAlteredIso(name: AlteredIso): Promise<string> {
  const demo = await ensureLiveIso('debian-live', demoOptions);
  const out = join(demoDirectory, `${name}.iso`);
  const work = await mkdtemp(join(tmpdir(), 'webboot-altered-'));
  try {
    await rm(out, { force: true });
    await runTool('xorriso', [
      ...['-indev', demo, '-outdev', out],
      ...(name === 'plain-iso'
        ? ['-boot_image', 'any', 'discard', '-rm', '/boot/grub/efi.img', '--']
        : ['-boot_image', 'any', 'replay', '-map', await alteredRoot(name, demo, work), rootImage]),
    ]);
    return out;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function alteredRoot(name: AlteredIso, demo: string, work: string): Promise<string> {
  const path = join(work, 'filesystem.squashfs');
  await runTool('xorriso', [
    ...['-osirrox', 'on', '-indev', demo],
    ...['-extract', rootImage, path],
  ]);
  if (name === 'damaged-squashfs') {
    await runTool('chmod', ['u+w', path]);
    const file = await open(path, 'r+');
    const { size } = await stat(path);
    await file.write(Buffer.alloc(1 << 20), 0, 1 << 20, size - (1 << 20));
    await file.close();
    return path;
  }
  const stripped = join(work, 'stripped.squashfs');
  await mkdir(join(work, 'root'));
  await runTool('unsquashfs', ['-quiet', '-no-progress', '-f', '-d', join(work, 'root'), path]);
  await rm(join(work, 'root/usr/lib/modules'), { recursive: true });
  const packing = ['-quiet', '-no-progress', '-comp', 'zstd'];
  await runTool('mksquashfs', [join(work, 'root'), stripped, ...packing]);
  return stripped;
}
