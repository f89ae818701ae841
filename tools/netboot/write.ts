import { copyFile, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import {
  grubMenuName,
  ipxeScriptName,
  netbootFolders,
  netbootImages,
  type netbootLoaders,
} from '../../src/core/netboot/files.ts';
import { grubNetbootMenu, ipxeScript, isPlainParameters } from '../../src/core/netboot/scripts.ts';
import { WebbootError } from '../../src/errors.ts';
import { openAptState } from '../debian/apt.ts';
import { ensureImage, imageDirectory } from '../image/build.ts';
import type { ImageManifest } from '../image/manifest.ts';
import type { ImageOptions } from '../image/options.ts';
import { suite } from '../image/suite.ts';
import { unpackedDebs } from '../image/unpacked.ts';
import { architectureNames, type MachineArchitecture } from '../shared/architectures.ts';
import { say } from '../shared/say.ts';

/** Where the packages have the boot loaders. Debian has no iPXE for arm64. */
const loaders: {
  readonly [Arch in MachineArchitecture]: Readonly<
    Record<(typeof netbootLoaders)[Arch][number], string>
  >;
} = {
  x86_64: {
    'undionly.kpxe': 'usr/lib/ipxe/undionly.kpxe',
    'snponly.efi': 'usr/lib/ipxe/snponly.efi',
    'shimx64.efi': 'usr/lib/shim/shimx64.efi.signed',
    'grubx64.efi': 'usr/lib/grub/x86_64-efi-signed/grubnetx64.efi.signed',
    'mmx64.efi': 'usr/lib/shim/mmx64.efi.signed',
  },
  aarch64: {
    'shimaa64.efi': 'usr/lib/shim/shimaa64.efi.signed',
    'grubaa64.efi': 'usr/lib/grub/arm64-efi-signed/grubnetaa64.efi.signed',
    'mmaa64.efi': 'usr/lib/shim/mmaa64.efi.signed',
  },
};

/**
 * Builds the image when it is stale, and writes what machines of its kind start from over the network:
 * webboot's kernel and images, boot loaders, and their scripts, for `webboot serve --netboot` or
 * for a site's own DHCP and TFTP server. The files of both kinds go into one folder.
 */
export async function writeNetboot(options: ImageOptions, out: string): Promise<void> {
  if (!isPlainParameters(options.append)) {
    throw wrong('--append has a character that boot loaders would interpret.');
  }
  await ensureImage(options);
  const image = imageDirectory(options);
  const { append } = JSON.parse(
    await readFile(join(image, 'manifest.json'), 'utf8'),
  ) as ImageManifest;
  const images = join(out, netbootFolders[options.arch]);
  await mkdir(images, { recursive: true });
  for (const name of netbootImages) await place(join(image, name), join(images, name));
  await placeLoaders(out, options.arch);
  await writeFile(join(out, ipxeScriptName), ipxeScript(append));
  await mkdir(dirname(join(out, grubMenuName)), { recursive: true });
  await writeFile(join(out, grubMenuName), grubNetbootMenu({ append, root: '' }));
  say(`${out}: webboot for machines that start from the network`);
}

/** Puts the boot loaders of Debian's packages into a folder. */
export async function placeLoaders(
  out: string,
  arch: MachineArchitecture = 'x86_64',
): Promise<void> {
  const apt = await openAptState({ suite, arch });
  await apt.update();
  const { debian } = architectureNames[arch];
  const packages = [
    ...['shim-signed', `shim-helpers-${debian}-signed`, `grub-efi-${debian}-signed`],
    ...(arch === 'x86_64' ? ['ipxe'] : []),
  ];
  const tree = await unpackedDebs('netboot', await apt.download(packages));
  for (const [name, path] of Object.entries(loaders[arch])) {
    await place(join(tree, path), join(out, name));
  }
}

/** The result appears whole or not at all: a server may be reading the old one. */
async function place(source: string, target: string): Promise<void> {
  await copyFile(source, `${target}.part`);
  await rename(`${target}.part`, target);
}

function wrong(message: string): WebbootError {
  return new WebbootError('usage', message, { remedy: 'See npm run image -- --help.' });
}
