import type { KernelMetadata } from '../boot/extract/extract-kernel.ts';
import type { GraftOptions } from '../boot/extract/graft-initrd.ts';
import type { ImagePartsOptions } from '../boot/extract/image-parts.ts';
import type { KernelParts } from '../boot/extract/kernel-parts.ts';
import type { OpenImage } from '../boot/transports/transport.ts';
import { defined } from '../core/defined.ts';
import type { AwayLocation } from '../core/image/image-location.ts';
import type { VirtualMedium } from '../core/plan/virtual-medium.ts';
import { jsonLine, line } from '../core/printable.ts';
import { redact } from '../core/settings/redact.ts';
import { FormatError, WebbootError } from '../errors.ts';
import type { FileTree, LocalImage } from '../ports/file-tree.ts';
import type { NewFiles } from '../ports/new-files.ts';
import { defineCommand, usageError } from './define-command.ts';
import type { CliIo } from './io.ts';
import { sourceLocation } from './source-location.ts';

export interface ExtractTools {
  openLocal(path: string): Promise<LocalImage>;
  openAway(location: AwayLocation, io: CliIo): Promise<OpenImage>;
  /** Of this machine, for grafts. */
  openGraft(): Promise<Omit<GraftOptions, 'medium'>>;
  withNewFiles<T>(directory: string, use: (files: NewFiles) => Promise<T>): Promise<T>;
}

const name = 'webboot extract';

export const extractCommand = defineCommand({
  name,
  usage: ['SOURCE [--entry ENTRY] [--graft MEDIUM] -o DIRECTORY'],
  about:
    "Takes a kernel, its initrd and its command line out of SOURCE, for QEMU, libkrun, Firecracker or iPXE. SOURCE is an ISO, a mounted ISO's directory, a unified kernel image, a kernel (EFI zboot too), or a package (.deb, .rpm, .apk, .pkg.tar.zst); a file or a URL. Only a few MB of the URL of an ISO are read. Nothing is verified.",
  options: {
    output: {
      type: 'string',
      short: 'o',
      value: 'DIRECTORY',
      help: 'Where to write kernel, initrd, cmdline and kernel-metadata.json.',
      complete: 'directory',
    },
    entry: {
      type: 'string',
      value: 'ENTRY',
      help: 'A boot entry by id or title, or a profile of a unified kernel image.',
    },
    graft: {
      type: 'string',
      value: 'virtio|pmem',
      help: "Make an ISO's initrd find the ISO as a virtio disk (/dev/vda) or in persistent memory (/dev/pmem0).",
      complete: ['virtio', 'pmem'],
    },
    json: { type: 'boolean', default: false, help: 'Print kernel-metadata.json.' },
  },
  examples: [
    { line: 'webboot extract linux-virt-6.12.40-r0.apk -o vm', help: 'A kernel for microVMs.' },
    {
      line: 'webboot extract live.iso --graft virtio -o vm',
      help: 'Attach live.iso as the first virtio disk.',
    },
    { line: 'webboot extract https://example.org/live.iso -o vm', help: 'Without the download.' },
  ],
  complete: 'file',
  async run({ values, positionals }, io, tools: ExtractTools) {
    const [source, ...others] = positionals;
    const { output, entry, graft, json } = values;
    if (source === undefined || others.length > 0) {
      throw usageError(name, 'Name exactly one source.');
    }
    if (output === undefined) throw usageError(name, 'Name a directory to write to with -o.');
    if (graft !== undefined && graft !== 'virtio' && graft !== 'pmem') {
      throw usageError(name, `--graft must be virtio or pmem, not ${graft}.`);
    }
    const metadata = await extract({ source, output, entry, graft }, io, tools);
    io.stdout(json ? `${jsonLine(metadata, 2)}\n` : summary(metadata, output));
    return 0;
  },
});

interface Request {
  readonly source: string;
  readonly output: string;
  readonly entry: string | undefined;
  readonly graft: VirtualMedium | undefined;
}

async function extract(
  { source, output, entry, graft: medium }: Request,
  io: CliIo,
  tools: ExtractTools,
): Promise<KernelMetadata> {
  const [{ openParts }, { extractKernel }] = await Promise.all([
    import('../boot/extract/open-parts.ts'),
    import('../boot/extract/extract-kernel.ts'),
  ]);
  const origin = redact(source);
  const graft = medium && { medium, ...(await tools.openGraft()) };
  const options = { name: origin, signal: io.signal, ...defined({ entry, graft }) };
  const write = (parts: KernelParts) =>
    tools.withNewFiles(output, (files) => extractKernel(parts, files, options));
  const location = sourceLocation(source);
  try {
    if (location.kind === 'local') {
      const local = await tools.openLocal(location.path);
      if (local.kind === 'directory') return await write(await directoryParts(local.tree, options));
      try {
        return await write(await openParts(local.medium, options));
      } finally {
        await local.medium.close();
      }
    }
    const away = await tools.openAway(location, io);
    try {
      return await write(await openParts(away, options));
    } finally {
      await away.close();
    }
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    throw new WebbootError('unsupported-image', `No kernel can be read here: ${error.message}.`, {
      subject: origin,
      remedy:
        'Name an ISO, a unified kernel image, a kernel, or a package of a kernel. A server may also have answered with a page.',
      cause: error,
    });
  }
}

async function directoryParts(
  directory: FileTree,
  options: ImagePartsOptions,
): Promise<KernelParts> {
  const [{ inspectTree }, { imageParts }, { withUnifiedKernels }] = await Promise.all([
    import('../boot/inspect/inspect-tree.ts'),
    import('../boot/extract/image-parts.ts'),
    import('../formats/uki/uki-tree.ts'),
  ]);
  const tree = withUnifiedKernels(directory);
  const image = { size: 0, volumeId: directory.volumeId, kind: 'directory' } as const;
  const deep = options.graft !== undefined;
  return imageParts(tree, await inspectTree(tree, image, { ...options, deep }), options);
}

function summary(metadata: KernelMetadata, output: string): string {
  const { version, arch, image, initrd, cmdline, origin, graft } = metadata;
  return [
    line`Linux ${version || 'of unknown version'} for ${arch}, out of ${origin.name}`,
    line`kernel   ${image.bytes} bytes, SHA-256 ${image.sha256}`,
    initrd === undefined
      ? 'initrd   none'
      : line`initrd   ${initrd.bytes} bytes, SHA-256 ${initrd.sha256}`,
    line`cmdline  ${cmdline || 'none'}`,
    ...(graft === undefined
      ? []
      : [
          line`graft    ${graft.device} (${graft.family}): ${graft.drivers.join(', ') || 'no drivers'}`,
        ]),
    line`Written to ${output}. Nothing was verified.`,
    '',
  ].join('\n');
}
