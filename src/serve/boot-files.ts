import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { OwnParts, Span } from '../core/machine/own-files.ts';
import {
  grubMenuName,
  ipxeScriptName,
  type NetbootArchitecture,
  netbootArchitectures,
  netbootFiles,
  netbootFolders,
  netbootImages,
  netbootImagesOf,
} from '../core/netboot/files.ts';
import { grubNetbootMenu, grubServer, ipxeScript } from '../core/netboot/scripts.ts';
import { WebbootError } from '../errors.ts';
import { imageFiles } from '../storage/image-files.ts';
import { type OpenFile, openFile } from './open-file.ts';

/** Where webboot's own kernel and images are. */
export const bootPath = '/boot';

/** webboot's own kernel, images and boot loaders, for machines that start from the network. */
export interface BootFiles {
  /** By their names below `/boot/`. */
  readonly files: ReadonlyMap<string, { readonly file: OpenFile; readonly digest: string }>;
  /** The kinds of machines that there is a kernel for, with its images. */
  readonly architectures: readonly NetbootArchitecture[];
  /** Kernel parameters for the machines that boot from here. */
  readonly append: string;
}

/**
 * Opens those of the known names that are in a folder; undefined if no kernel is there with all of its
 * images.
 * No other file of the folder is ever offered.
 */
export async function openBootFiles(
  folder: string,
  { append, signal }: { readonly append: string; readonly signal: AbortSignal },
): Promise<BootFiles | undefined> {
  const files = new Map<string, { file: OpenFile; digest: string }>();
  try {
    for (const name of netbootFiles) {
      const opened = await openNamed(join(folder, name), signal);
      if (opened !== undefined) files.set(name, opened);
    }
    const architectures = netbootArchitectures.filter((arch) =>
      netbootImagesOf(arch).every((name) => files.has(name)),
    );
    if (architectures.length > 0) return { files, architectures, append };
    await closeBootFiles({ files });
    return undefined;
  } catch (error) {
    await closeBootFiles({ files });
    throw error;
  }
}

/** The same from a device that has them behind an image, as its boot record says. */
export async function openOwnParts(
  device: string,
  { kernel, kernelImage, initramfs }: OwnParts,
  { arch, append }: { readonly arch: NetbootArchitecture; readonly append: string },
): Promise<BootFiles> {
  const spans: Readonly<Record<(typeof netbootImages)[number], Span>> = {
    vmlinuz: kernel,
    'initramfs.img': initramfs,
    'kernel.img': kernelImage,
  };
  const files = new Map<string, { file: OpenFile; digest: string }>();
  const { mark } = await imageFiles.stampOf(device);
  try {
    for (const name of netbootImages) {
      const { start, bytes } = spans[name];
      const file = await openFile(device, { mark, bytes }, start);
      files.set(`${netbootFolders[arch]}${name}`, { file, digest: await digestOf(file) });
    }
    return { files, architectures: [arch], append };
  } catch (error) {
    await closeBootFiles({ files });
    throw error;
  }
}

async function digestOf(file: OpenFile): Promise<string> {
  const hash = createHash('sha256');
  const chunk = new Uint8Array(1 << 20);
  for (let at = 0; at < file.bytes; ) {
    const read = await file.read(chunk.subarray(0, file.bytes - at), at);
    if (read === 0) throw new Error(`${file.path} has become shorter.`);
    hash.update(chunk.subarray(0, read));
    at += read;
  }
  return hash.digest('hex');
}

export async function closeBootFiles({ files }: Pick<BootFiles, 'files'>): Promise<void> {
  await Promise.all([...files.values()].map(({ file }) => file.close()));
}

/** The scripts of loaders that came by HTTP, by their addresses. */
export function bootScripts({ append }: BootFiles): ReadonlyMap<string, () => string> {
  // GRUB keeps the port of the server that it came from, and forgets that of one which it is told (2.12, UEFI HTTP).
  const menu = () => grubNetbootMenu({ append, root: bootPath });
  return new Map([
    [`${bootPath}/${ipxeScriptName}`, () => ipxeScript(append)],
    [`${bootPath}/${grubMenuName}`, menu],
    // GRUB looks from the root of its server.
    [`/${grubMenuName}`, menu],
  ]);
}

/** For GRUB that came by TFTP, and goes on over HTTP. */
export function servedGrubMenu(append: string, port: number): string {
  return grubNetbootMenu({ append, root: `(http,${grubServer}:${port})${bootPath}` });
}

async function openNamed(path: string, signal: AbortSignal) {
  try {
    const stamp = await imageFiles.stampOf(path);
    const request = { algorithm: 'sha256', suffix: new Uint8Array() } as const;
    const digest = await imageFiles.digestOf(path, stamp.bytes, request, { signal });
    const file = await openFile(path, stamp);
    return { file, digest: Buffer.from(digest).toString('hex') };
  } catch (error) {
    if (error instanceof WebbootError && error.code === 'file-not-found') return undefined;
    throw error;
  }
}
