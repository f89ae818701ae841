import type { KernelFacts } from '../../core/image/image-facts.ts';
import { jsonLine, printable } from '../../core/printable.ts';
import { FormatError, WebbootError } from '../../errors.ts';
import { surveyInitrd } from '../../formats/initrd/survey-initrd.ts';
import { type ConfigState, readConfigStates } from '../../formats/kernel/kernel-config.ts';
import { type KernelImage, readKernelImage } from '../../formats/kernel/kernel-image.ts';
import { readZbootPayload } from '../../formats/kernel/zboot-payload.ts';
import { isModuleFile } from '../../formats/modules/module-path.ts';
import { memoryAccess, readChunks } from '../../formats/random-access.ts';
import type { NewFiles, WrittenFile } from '../../ports/new-files.ts';
import type { RandomAccess } from '../../ports/random-access.ts';
import { initrdBytes, initrdChunks } from '../kexec/initrd-chunks.ts';
import type { InitrdGraft } from './graft-initrd.ts';
import type { KernelParts, ModuleFacts, SourceKind } from './kernel-parts.ts';
import { readVermagic } from './package-parts.ts';

/** `kernel-metadata.json`; docs/kexec.md describes its fields. */
export interface KernelMetadata {
  readonly version: string;
  readonly arch: KernelFacts['arch'];
  readonly format: KernelImage['kind'];
  readonly signed: boolean;
  readonly origin: {
    readonly kind: SourceKind;
    readonly name: string;
    readonly kernel: string;
    readonly initrds: readonly string[];
    readonly entry?: KernelParts['entry'];
    readonly package?: KernelParts['package'];
    readonly unpackedFrom?: 'efi-zboot';
  };
  readonly image: FileFacts;
  readonly initrd?: FileFacts;
  readonly cmdline: string;
  readonly config?: Readonly<Record<string, ConfigState>>;
  readonly modules?: ModuleFacts;
  readonly alpine_version?: string;
  /** Drivers are in load order; none are needed if the kernel has them built in. */
  readonly graft?: Pick<InitrdGraft, 'medium' | 'device' | 'family' | 'drivers'>;
}

interface FileFacts {
  readonly file: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** What decides whether a virtual machine or webboot can use a kernel. */
const configFacts = [
  ...['PVH', 'EFI_STUB', 'BLK_DEV_INITRD', 'DEVTMPFS', 'SERIAL_8250_CONSOLE', 'MODULES'],
  ...['VIRTIO_PCI', 'VIRTIO_MMIO', 'VIRTIO_BLK', 'VIRTIO_NET', 'VIRTIO_CONSOLE', 'VIRTIO_FS'],
  ...['VIRTIO_VSOCKETS', 'VIRTIO_BALLOON', 'VIRTIO_PMEM', 'HW_RANDOM_VIRTIO'],
  ...['LIBNVDIMM', 'BLK_DEV_PMEM', 'X86_PMEM_LEGACY', 'OF_PMEM', 'ACPI_NFIT', 'BLK_DEV_LOOP'],
  ...['EXT4_FS', 'SQUASHFS', 'EROFS_FS', 'ISO9660_FS', 'OVERLAY_FS', 'RD_ZSTD', 'RD_XZ'],
  ...['KEXEC', 'KEXEC_FILE', 'KEXEC_SIG', 'MODULE_SIG', 'MODULE_SIG_FORCE'],
];

/**
 * Of all initrds together; no boot loader loads more than 32 bits count. A menu may name one file,
 * and a unified kernel's table one range, any number of times.
 */
const mostInitrdBytes = 2 ** 32 - 1;

/**
 * Writes `kernel`, `initrd`, `cmdline` and `kernel-metadata.json`. A kernel within an EFI zboot image
 * is unpacked: other loaders than firmware do not take that. `name` is where the parts are from.
 * Throws `kernel-unreadable`, and `damaged-image` for initrds that are larger than any can be.
 */
export async function extractKernel(
  parts: KernelParts,
  files: NewFiles,
  options: { readonly name: string; readonly signal?: AbortSignal },
): Promise<KernelMetadata> {
  const signal = options.signal === undefined ? {} : { signal: options.signal };
  const graft = parts.graft?.archive;
  const contents = [
    ...(graft === undefined ? [] : [memoryAccess(graft)]),
    ...parts.initrds.map(({ content }) => content),
  ];
  requireSize(contents);
  const payload = await readZbootPayload(parts.kernel.content, signal);
  const image = await files.write('kernel', readChunks(payload ?? parts.kernel.content, signal));
  const { kind, facts } = await readWritten(image, signal);
  const initrd =
    contents.length === 0 ? undefined : await files.write('initrd', initrdChunks(contents, signal));
  const modules = parts.modules ?? (initrd && (await initrdModules(initrd.content, signal)));
  const cmdline = printable(parts.cmdline);
  await files.write('cmdline', text(`${cmdline}\n`));
  const metadata: KernelMetadata = {
    version: facts.version || parts.version,
    arch: facts.arch,
    format: kind,
    signed: facts.signed,
    origin: {
      kind: parts.kind,
      name: options.name,
      kernel: parts.kernel.path,
      initrds: parts.initrds.map(({ path }) => path),
      ...(parts.entry && { entry: parts.entry }),
      ...(parts.package && { package: parts.package }),
      ...(payload && { unpackedFrom: 'efi-zboot' }),
    },
    image: factsOf('kernel', image),
    ...(initrd && { initrd: factsOf('initrd', initrd) }),
    cmdline,
    ...(parts.config && { config: readConfigStates(parts.config, configFacts) }),
    ...(modules && { modules }),
    ...(parts.alpineVersion && { alpine_version: parts.alpineVersion }),
    ...(parts.graft && { graft: graftFacts(parts.graft) }),
  };
  await files.write('kernel-metadata.json', text(`${jsonLine(metadata, 2)}\n`));
  return metadata;
}

/** Before anything is written, and of a server before anything is downloaded. */
function requireSize(initrds: readonly RandomAccess[]): void {
  const bytes = initrdBytes(initrds);
  if (bytes <= mostInitrdBytes) return;
  throw new WebbootError('damaged-image', `The initrds have ${bytes} bytes together.`, {
    remedy: 'Choose another entry with --entry, or another image.',
  });
}

async function readWritten(image: WrittenFile, signal: { signal?: AbortSignal }) {
  try {
    return await readKernelImage(image.content, { scan: true, ...signal });
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    throw new WebbootError('kernel-unreadable', `This is no kernel: ${error.reason}.`, {
      remedy: 'Choose another entry with --entry, or another package.',
      cause: error,
    });
  }
}

/** Undefined where the initrd cannot be read to its end: it is written as it was shipped all the same. */
async function initrdModules(
  initrd: RandomAccess,
  signal: { signal?: AbortSignal },
): Promise<ModuleFacts | undefined> {
  let first: string | undefined;
  const wanted = (path: string) => {
    if (first === undefined && isModuleFile(path)) first = path;
    return path === first;
  };
  try {
    const { paths, contents } = await surveyInitrd(initrd, { wanted, ...signal });
    const [module] = contents.values();
    return {
      count: [...paths].filter(isModuleFile).length,
      vermagic: module === undefined ? '' : await readVermagic(module),
    };
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    return undefined;
  }
}

function graftFacts({ medium, device, family, drivers }: InitrdGraft) {
  return { medium, device, family, drivers };
}

function factsOf(file: string, { bytes, sha256 }: WrittenFile): FileFacts {
  return { file, bytes, sha256 };
}

async function* text(content: string): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(content);
}
