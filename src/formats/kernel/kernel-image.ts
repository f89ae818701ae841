import type { KernelFacts } from '../../core/image/image-facts.ts';
import { FormatError } from '../../errors.ts';
import type { RandomAccess } from '../../ports/random-access.ts';
import { type Arm64Header, findArm64Header } from './arm64-header.ts';
import { findBannerVersion } from './banner-scan.ts';
import { inflateStart, isGzip } from './gzip-start.ts';
import { describeNonKernel } from './not-a-kernel.ts';
import { findPortableExecutable, machineArchitecture } from './portable-executable.ts';
import { findX86Header, kernelVersion, type X86Header } from './x86-header.ts';
import { findZbootHeader } from './zboot-header.ts';

/** A kernel as it lies in a file, before anybody loads it. */
export type KernelImage =
  | {
      readonly kind: 'bzimage';
      readonly facts: KernelFacts;
      readonly header: X86Header;
      /** Firmware could start it as an EFI program. */
      readonly efiStub: boolean;
    }
  | {
      readonly kind: 'arm64-image';
      readonly facts: KernelFacts;
      readonly header: Arm64Header;
      /** A gzip'd Image must be unpacked before kexec takes it. */
      readonly compression: 'none' | 'gzip';
      readonly efiStub: boolean;
    }
  | {
      /** A small EFI program with the kernel compressed inside; only newer kernels kexec it. */
      readonly kind: 'efi-zboot';
      readonly facts: KernelFacts;
      /** As the header names it: "gzip", "zstd22". */
      readonly compression: string;
    };

const startBytes = 4096;
const gzipBytes = 16384;

/**
 * Reads a kernel's header: a few kilobytes of the file. `path` is only carried into the facts. No
 * header of arm64 holds the version: it is '' unless `scan` asks for a search through the whole
 * file, and always for compressed ones. Throws FormatError 'kernel' for what is no
 * kernel, and for x86 kernels from before boot protocol 2.00 (Linux 1.3.73).
 */
export async function readKernelImage(
  access: RandomAccess,
  options: { readonly path?: string; readonly scan?: boolean; readonly signal?: AbortSignal } = {},
): Promise<KernelImage> {
  const { path = '', scan = false, signal } = options;
  const read = (offset: number, length: number) =>
    access.read(offset, length, signal && { signal });
  const start = await read(0, startBytes);
  if (isGzip(start)) {
    const unpacked = await inflateStart(await read(0, gzipBytes));
    const header = findArm64Header(unpacked);
    if (header === undefined) throw notAKernel(start);
    const efiStub = findPortableExecutable(unpacked, Number.MAX_SAFE_INTEGER) !== undefined;
    const facts: KernelFacts = { path, version: '', arch: 'aarch64', signed: false };
    return { kind: 'arm64-image', facts, header, compression: 'gzip', efiStub };
  }
  const executable = findPortableExecutable(start, access.size);
  const signed = executable?.signed ?? false;
  const efiStub = executable !== undefined;
  const compression = findZbootHeader(start);
  if (compression !== undefined) {
    const arch = machineArchitecture(executable?.machine);
    return { kind: 'efi-zboot', facts: { path, version: '', arch, signed }, compression };
  }
  const arm64 = findArm64Header(start);
  if (arm64 !== undefined) {
    const version = (scan && (await findBannerVersion(access, signal ? { signal } : {}))) || '';
    const facts: KernelFacts = { path, version, arch: 'aarch64', signed };
    return { kind: 'arm64-image', facts, header: arm64, compression: 'none', efiStub };
  }
  const header = findX86Header(start);
  if (header === undefined) throw notAKernel(start);
  const banner = header.bannerOffset === 0 ? undefined : await read(header.bannerOffset, 512);
  const version = banner === undefined ? '' : kernelVersion(banner);
  // It has a kernel's header so that boot loaders load it, and a disk image as its initrd.
  if (version === 'MEMDISK') {
    throw new FormatError('kernel', 0, "it is syslinux's memdisk, which needs the BIOS");
  }
  const arch = header.entry64 ? 'x86_64' : 'i386';
  return { kind: 'bzimage', facts: { path, version, arch, signed }, header, efiStub };
}

function notAKernel(start: Uint8Array): FormatError {
  return new FormatError('kernel', 0, describeNonKernel(start));
}
