import { copyFile, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { architectureNames } from '../shared/architectures.ts';
import { runTool } from '../shared/tool.ts';
import { bootConfigs } from './boot-config.ts';
import { kernelPaths, type LiveIsoOptions, rootImagePaths } from './options.ts';

/** All that goes in was made a moment ago, in a folder that is gone after a failure. */
const remedy = `make room in ${tmpdir()} and in build/demo, and run the same command again`;

/**
 * Lays the parts out as an ISO's tree and masters a hybrid: El Torito for BIOS and EFI, MBR, GPT;
 * on arm64, which has no BIOS, El Torito for EFI and an MBR.
 */
export async function masterLiveIso(
  options: LiveIsoOptions,
  { parts, work, out }: { parts: string; work: string; out: string },
): Promise<void> {
  const tree = join(work, 'tree');
  const loaders = join(work, 'loaders');
  await rm(tree, { recursive: true, force: true });
  for (const [path, text] of bootConfigs(options)) {
    await mkdir(dirname(join(tree, path)), { recursive: true });
    await writeFile(join(tree, path), text);
  }
  await moveRootImages(options, { parts, tree });
  const { kernel, initrd } = kernelPaths(options);
  await mkdir(join(tree, dirname(kernel)), { recursive: true });
  await rename(join(parts, 'vmlinuz'), join(tree, kernel));
  await rename(join(parts, 'initrd.img'), join(tree, initrd));
  for (const name of await readdir(parts)) {
    if (name.endsWith('.deb'))
      await runTool('dpkg-deb', ['-x', join(parts, name), loaders], { remedy });
  }
  if (options.arch === 'x86_64') await addIsolinux({ loaders, tree });
  await addEfiImage(options, { loaders, tree });
  await runTool('xorriso', xorrisoArguments(options, { loaders, tree, out: `${out}.part` }), {
    remedy,
  });
  await rename(`${out}.part`, out);
}

async function moveRootImages(
  options: LiveIsoOptions,
  { parts, tree }: { parts: string; tree: string },
): Promise<void> {
  const paths = rootImagePaths(options);
  for (const [index, path] of paths.entries()) {
    await mkdir(dirname(join(tree, path)), { recursive: true });
    await rename(join(parts, `${index + 1}.image`), join(tree, path));
  }
  if (paths.length > 1) {
    const names = paths.map((path) => `${path.slice(path.lastIndexOf('/') + 1)}\n`);
    await writeFile(join(tree, 'live/filesystem.module'), names.join(''));
  }
}

const isolinuxModules = ['ldlinux', 'libcom32', 'libutil', 'libmenu', 'libgpl', 'vesamenu', 'hdt'];

async function addIsolinux({ loaders, tree }: { loaders: string; tree: string }): Promise<void> {
  const folder = join(tree, 'isolinux');
  await copyFile(join(loaders, 'usr/lib/ISOLINUX/isolinux.bin'), join(folder, 'isolinux.bin'));
  for (const name of isolinuxModules) {
    const module = join(loaders, 'usr/lib/syslinux/modules/bios', `${name}.c32`);
    await copyFile(module, join(folder, `${name}.c32`));
  }
}

const efiImage = 'boot/grub/efi.img';

/** Debian's GRUB for CDs looks for `/.disk/info` by itself, so that it needs no configuration. */
async function addEfiImage(
  { arch }: LiveIsoOptions,
  { loaders, tree }: { loaders: string; tree: string },
): Promise<void> {
  const image = join(tree, efiImage);
  const names = architectureNames[arch];
  const grub = join(loaders, 'usr/lib/grub', `${names.grub}-signed`, `gcd${names.efi}.efi.signed`);
  const mtools = { package: 'mtools', remedy };
  await runTool('mkfs.vfat', ['-C', image, '8192'], { package: 'dosfstools', remedy });
  await runTool('mmd', ['-i', image, '::EFI', '::EFI/boot'], mtools);
  await runTool('mcopy', ['-i', image, grub, `::EFI/boot/boot${names.efi}.efi`], mtools);
}

function xorrisoArguments(
  { arch, volumeId }: LiveIsoOptions,
  { loaders, tree, out }: { loaders: string; tree: string; out: string },
): readonly string[] {
  const firmware =
    arch === 'x86_64' ? biosAndEfi(loaders) : efiAlone({ appended: join(tree, efiImage) });
  return [
    ...['-as', 'mkisofs', '-quiet', '-r', '-J', '-joliet-long', '-iso-level', '3'],
    ...['-V', volumeId, '-o', out, '-partition_offset', '16', ...firmware, tree],
  ];
}

function biosAndEfi(loaders: string): readonly string[] {
  return [
    ...['-isohybrid-mbr', join(loaders, 'usr/lib/ISOLINUX/isohdpfx.bin')],
    ...['-c', 'isolinux/boot.cat', '-b', 'isolinux/isolinux.bin'],
    ...['-no-emul-boot', '-boot-load-size', '4', '-boot-info-table'],
    ...['-eltorito-alt-boot', '-e', efiImage, '-no-emul-boot', '-isohybrid-gpt-basdat'],
  ];
}

/** As Debian masters its own for arm64: the image of the CD is a partition as well. */
function efiAlone({ appended }: { appended: string }): readonly string[] {
  return [
    ...['-c', 'boot/boot.cat', '-e', efiImage, '-no-emul-boot'],
    ...['-append_partition', '2', '0xef', appended],
  ];
}
