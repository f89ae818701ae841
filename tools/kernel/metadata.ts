import { readFile, stat } from 'node:fs/promises';
import type { KernelFacts } from '../../src/core/image/image-facts.ts';
import { readKernelImage } from '../../src/formats/kernel/kernel-image.ts';
import { memoryAccess } from '../../src/formats/random-access.ts';
import { fileDigest } from '../bundle/inputs.ts';
import type { ConfigValue, KernelConfig } from './config.ts';

/** A package of Debian's: the kernel itself, or its source. */
interface NamedPackage {
  readonly name: string;
  readonly version: string;
  /** Hexadecimal. */
  readonly sha256: string;
}

export type PackagedOrigin =
  | (NamedPackage & { readonly kind: 'package' })
  | (NamedPackage & {
      readonly kind: 'built';
      /** Digest of the fragments in kernel-config/. */
      readonly fragments: string;
      /** First line of `gcc --version`. */
      readonly compiler: string;
    });

/** How one came by a kernel. */
export type KernelOrigin = PackagedOrigin | { readonly kind: 'file'; readonly name: string };

/** What is to be known of a kernel before it is booted: `kernel-metadata.json`. */
export interface KernelMetadata<Origin = KernelOrigin> {
  /** `uname -r`. */
  readonly version: string;
  readonly arch: KernelFacts['arch'];
  readonly origin: Origin;
  /** An Authenticode signature is there; not that anybody trusts it. */
  readonly signed: boolean;
  /** By symbol, without `CONFIG_`; absent for a file whose configuration nobody has. */
  readonly config?: Readonly<Record<string, ConfigValue>>;
  readonly image: { readonly bytes: number; readonly sha256: string };
  /** In the image, uncompressed. */
  readonly modules: { readonly count: number; readonly bytes: number };
}

/** What webboot lives by. */
const facts = [
  ...['KEXEC', 'KEXEC_FILE', 'KEXEC_SIG', 'SECURITY_LOCKDOWN_LSM', 'RELOCATABLE'],
  ...['LIBNVDIMM', 'BLK_DEV_PMEM', 'X86_PMEM_LEGACY', 'OF_PMEM', 'ACPI_NFIT', 'VIRTIO_PMEM'],
  ...['BLK_DEV_LOOP', 'SQUASHFS', 'SQUASHFS_ZSTD', 'EROFS_FS', 'ISO9660_FS', 'OVERLAY_FS'],
  ...['VFAT_FS', 'EXFAT_FS', 'EXT4_FS', 'RD_ZSTD', 'BLK_DEV_NVME', 'USB_STORAGE'],
  ...['EFI_STUB', 'DRM_SIMPLEDRM', 'SYSFB_SIMPLEFB', 'FRAMEBUFFER_CONSOLE'],
  ...['MODULES', 'MODULE_SIG', 'CFG80211', 'FW_LOADER_COMPRESS_XZ', 'FW_LOADER_COMPRESS_ZSTD'],
];

/** What a kernel's file says of itself; throws FormatError 'kernel' for what is no kernel. */
export async function kernelFacts(file: string): Promise<KernelFacts> {
  const { facts } = await readKernelImage(memoryAccess(await readFile(file)), { scan: true });
  return facts;
}

export async function describeKernel<Origin extends KernelOrigin>(
  file: string,
  about: Pick<KernelMetadata<Origin>, 'version' | 'origin' | 'modules'> & {
    readonly config: KernelConfig | undefined;
  },
): Promise<KernelMetadata<Origin>> {
  const { arch, signed } = await kernelFacts(file);
  const { version, origin, modules, config } = about;
  return {
    version,
    arch,
    origin,
    signed,
    ...(config === undefined
      ? {}
      : { config: Object.fromEntries(facts.map((name) => [name, config.get(name) ?? 'n'])) }),
    image: { bytes: (await stat(file)).size, sha256: await fileDigest(file) },
    modules,
  };
}
