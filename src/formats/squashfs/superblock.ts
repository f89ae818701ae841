import { FormatError } from '../../errors.ts';
import type { RandomAccess } from '../../ports/random-access.ts';

export type SquashfsCompression = 'gzip' | 'lzma' | 'xz' | 'lz4' | 'zstd';

export interface Superblock {
  readonly blockBytes: number;
  readonly compression: SquashfsCompression;
  /** Reference of the root's inode: where its block starts in the inode table, and the place in it. */
  readonly root: InodeReference;
  readonly inodeTable: number;
  readonly directoryTable: number;
  readonly fragmentTable: number;
  readonly fragmentCount: number;
}

export interface InodeReference {
  readonly block: number;
  readonly offset: number;
}

const compressions = [undefined, 'gzip', 'lzma', undefined, 'xz', 'lz4', 'zstd'] as const;
const length = 96;

/** Squashfs 4.0; the kernel's Documentation/filesystems/squashfs.rst and squashfs_fs.h. */
export async function readSuperblock(
  image: RandomAccess,
  options: { readonly signal?: AbortSignal },
): Promise<Superblock> {
  const bytes = await image.read(0, length, options);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (bytes.length < length || view.getUint32(0, true) !== 0x73717368) {
    throw new FormatError('squashfs', 0, 'no superblock');
  }
  const version = `${view.getUint16(28, true)}.${view.getUint16(30, true)}`;
  if (version !== '4.0') throw new FormatError('squashfs', 28, `version ${version} is not read`);
  const compression = compressions[view.getUint16(20, true)];
  if (compression === undefined) {
    throw new FormatError('squashfs', 20, 'its compression (LZO, or an unknown one) is not read');
  }
  const blockBytes = view.getUint32(12, true);
  if (blockBytes < 4096 || blockBytes > 1 << 20 || (blockBytes & (blockBytes - 1)) !== 0) {
    throw new FormatError('squashfs', 12, `blocks of ${blockBytes} bytes`);
  }
  const place = (at: number) => Number(view.getBigUint64(at, true));
  return {
    blockBytes,
    compression,
    root: inodeReference(view.getBigUint64(32, true)),
    inodeTable: place(64),
    directoryTable: place(72),
    fragmentTable: place(80),
    fragmentCount: view.getUint32(16, true),
  };
}

function inodeReference(value: bigint): InodeReference {
  return { block: Number(value >> 16n), offset: Number(value & 0xffffn) };
}
