import { join } from 'node:path';
import { architectureNames, type MachineArchitecture } from '../shared/architectures.ts';
import type { FileList } from './esp.ts';
import type { SecureBoot } from './options.ts';
import { type OwnKey, ownKey, signProgram, writeDer } from './own-key.ts';

/** What the firmware starts, and the kernel that this starts in turn, signed as asked for. */
export interface LoaderFiles {
  /** By their paths on the ESP. */
  readonly loaders: FileList;
  readonly kernel: string;
}

/** Where MokManager and a firmware's setup are to find the certificate. */
const certificatePath = 'webboot.cer';

/**
 * The boot loaders of a removable medium, from the tree of Debian's: shim, which loads GRUB from its own folder and trusts
 * what Debian signed; without Secure Boot GRUB itself. By one's own key all of them are signed
 * once more, and the kernel by that key alone.
 */
export async function loaderFiles(
  { tree, arch }: { tree: string; arch: MachineArchitecture },
  kernel: string,
  { secureBoot, work }: { secureBoot: SecureBoot; work: string },
): Promise<LoaderFiles> {
  const names = architectureNames[arch];
  const first = `EFI/BOOT/BOOT${names.efi.toUpperCase()}.EFI`;
  const grub = join(tree, 'usr/lib/grub', `${names.grub}-signed`, `grub${names.efi}.efi.signed`);
  if (secureBoot.way === 'off') return { loaders: new Map([[first, grub]]), kernel };
  const shim = join(tree, 'usr/lib/shim');
  const loaders = new Map([
    [first, join(shim, `shim${names.efi}.efi.signed`)],
    [`EFI/BOOT/grub${names.efi}.efi`, grub],
    [`EFI/BOOT/mm${names.efi}.efi`, join(shim, `mm${names.efi}.efi.signed`)],
  ]);
  if (secureBoot.way === 'debian') return { loaders, kernel };
  return signAll({ loaders, kernel }, await ownKey(secureBoot.key), work);
}

async function signAll(files: LoaderFiles, key: OwnKey, work: string): Promise<LoaderFiles> {
  const certificate = join(work, certificatePath);
  await writeDer(key, certificate);
  const loaders = new Map([[certificatePath, certificate]]);
  for (const [path, file] of files.loaders) loaders.set(path, await signProgram(file, key));
  return { loaders, kernel: await signProgram(files.kernel, key, { alone: true }) };
}
