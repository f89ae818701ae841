import type { RandomAccess } from '../ports/random-access.ts';
import { readPartitionTable } from './iso9660/partition-table.ts';
import { findX86Header } from './kernel/x86-header.ts';

/** What a file is that is no ISO image, for the person who gave it. */
export interface ImageKindNote {
  /** To complete "This is …": "an xz file". */
  readonly what: string;
  /** What to do with it, in full sentences. */
  readonly remedy: string;
}

const unpack = (command: string) => `Unpack it (${command}) and give the ISO image that is in it.`;
const convert = 'webboot boots live ISO images: download the ISO image of the same system.';
const write = 'Write it to a stick or a disk of its own; webboot boots live ISO images.';

const magics: readonly (readonly [offset: number, magic: string, note: ImageKindNote])[] = [
  [0, '\xfd7zXZ\0', { what: 'a file that xz packed', remedy: unpack('xz -d FILE') }],
  [0, '\x1f\x8b', { what: 'a file that gzip packed', remedy: unpack('gzip -d FILE') }],
  [0, '\x28\xb5\x2f\xfd', { what: 'a file that zstd packed', remedy: unpack('zstd -d FILE') }],
  [0, 'BZh', { what: 'a file that bzip2 packed', remedy: unpack('bzip2 -d FILE') }],
  [0, '\x04\x22\x4d\x18', { what: 'a file that lz4 packed', remedy: unpack('lz4 -d FILE') }],
  [0, '7z\xbc\xaf\x27\x1c', { what: 'a 7z archive', remedy: unpack('7z x FILE') }],
  [0, 'Rar!\x1a\x07', { what: 'a RAR archive', remedy: unpack('unrar x FILE') }],
  [257, 'ustar', { what: 'a tar archive', remedy: unpack('tar -xf FILE') }],
  [0, 'QFI\xfb', { what: "a virtual machine's disk (qcow2)", remedy: convert }],
  [0, 'KDMV', { what: "a virtual machine's disk (VMDK)", remedy: convert }],
  [0, 'vhdxfile', { what: "a virtual machine's disk (VHDX)", remedy: convert }],
  [0, 'conectix', { what: "a virtual machine's disk (VHD)", remedy: convert }],
  [0x40, '\x7f\x10\xda\xbe', { what: "a virtual machine's disk (VDI)", remedy: convert }],
  [0, 'MSWIM\0', { what: "an image of Windows' installer (WIM)", remedy: convert }],
  [0, 'hsqs', { what: 'a squashfs, the root file system of a live system', remedy: convert }],
  [0x438, '\x53\xef', { what: 'a file system of its own (ext4)', remedy: convert }],
  [0, '\x7fELF', { what: 'an ELF program', remedy: convert }],
  [0, '-----BEGIN PGP', { what: 'an OpenPGP signature or key', remedy: 'Give the image itself.' }],
];

const startBytes = 4096;

/** What a file is by its first bytes; undefined where nobody knows. */
export async function describeImage(
  image: RandomAccess,
  options: { readonly signal?: AbortSignal } = {},
): Promise<ImageKindNote | undefined> {
  const start = Buffer.from(await image.read(0, startBytes, options));
  if (start.length === 0) {
    return { what: 'an empty file', remedy: 'Download it again: the file is empty.' };
  }
  const text = start.toString('latin1');
  const known = magics.find(([offset, magic]) => text.startsWith(magic, offset));
  if (known !== undefined) return known[2];
  if (/^(?:\s|\xef\xbb\xbf)*<(?:!doctype\s+html|html|head|\?xml)/i.test(text)) {
    return {
      what: 'a web page',
      remedy: 'Check the address: give that of the file, not of its web page.',
    };
  }
  if (start.length >= 0x268 && isKernel(start)) {
    return { what: 'a Linux kernel', remedy: 'Boot it with webboot kexec FILE --initrd FILE.' };
  }
  const table = await readPartitionTable(image, options);
  if (table !== undefined) {
    const { scheme, partitions } = table;
    const count = partitions.length === 1 ? '1 partition' : `${partitions.length} partitions`;
    return { what: `a raw disk image (${scheme.toUpperCase()}, ${count})`, remedy: write };
  }
  return start.every((byte) => byte === 0)
    ? { what: 'a file that begins with zeros', remedy: 'Download it again: it may be incomplete.' }
    : undefined;
}

function isKernel(start: Uint8Array): boolean {
  try {
    return findX86Header(start) !== undefined;
  } catch {
    // Older than any that can be booted, but a kernel.
    return true;
  }
}
