import { FormatError } from '../../errors.ts';
import type { RandomAccess } from '../../ports/random-access.ts';
import type { WorkBudget } from '../work-budget.ts';
import { decodeBlock } from './block-decoder.ts';
import type { Inode } from './inode.ts';
import type { MetadataReader } from './metadata.ts';
import type { Superblock } from './superblock.ts';

type FileInode = Extract<Inode, { kind: 'file' }>;

interface Source {
  readonly image: RandomAccess;
  readonly superblock: Superblock;
  readonly metadata: MetadataReader;
  readonly budget: WorkBudget;
}

const storedFlag = 1 << 24;
const fragmentsPerBlock = 512;

/** A file's bytes; a block is unpacked whole for any part of it. */
export function openFile(file: FileInode, source: Source): RandomAccess {
  const { blockBytes } = source.superblock;
  const starts = blockStarts(file);
  return {
    size: file.size,
    async read(offset, length, options = {}) {
      const from = Math.min(Math.max(offset, 0), file.size);
      const to = Math.min(Math.max(offset + length, from), file.size);
      const result = new Uint8Array(to - from);
      for (let at = from; at < to; ) {
        const index = Math.floor(at / blockBytes);
        const base = index * blockBytes;
        const expected = Math.min(blockBytes, file.size - base);
        const bytes =
          index < file.blockSizes.length
            ? await readBlock(index, expected, options)
            : await readTail(file, expected, source, options);
        if (bytes.length < expected) {
          throw new FormatError('squashfs', 0, `a block of ${bytes.length} bytes, not ${expected}`);
        }
        result.set(bytes.subarray(at - base, to - base), at - from);
        at = base + expected;
      }
      return result;
    },
  };

  async function readBlock(
    index: number,
    expected: number,
    options: { signal?: AbortSignal },
  ): Promise<Uint8Array> {
    const size = file.blockSizes[index] ?? 0;
    // A hole.
    if (size === 0) {
      await source.budget.pay({ unpacked: expected });
      return new Uint8Array(expected);
    }
    return readData({ start: starts[index] ?? 0, size }, source, options);
  }
}

function blockStarts(file: FileInode): readonly number[] {
  let next = file.start;
  return Array.from(file.blockSizes, (size) => {
    const start = next;
    next += size & ~storedFlag;
    return start;
  });
}

async function readTail(
  file: FileInode,
  expected: number,
  source: Source,
  options: { signal?: AbortSignal },
): Promise<Uint8Array> {
  const { image, superblock, metadata } = source;
  const { fragment } = file;
  if (fragment === undefined || fragment.index >= superblock.fragmentCount) {
    throw new FormatError('squashfs', 80, 'a fragment that is not there');
  }
  const place = superblock.fragmentTable + 8 * Math.floor(fragment.index / fragmentsPerBlock);
  const pointer = await image.read(place, 8, options);
  if (pointer.length < 8) throw new FormatError('squashfs', 80, 'a table beyond the end');
  const block = Number(Buffer.from(pointer).readBigUInt64LE());
  const entry = await metadata(block, (fragment.index % fragmentsPerBlock) * 16).take(16);
  const data = {
    start: Number(entry.getBigUint64(0, true)),
    size: entry.getUint32(8, true),
  };
  const bytes = await readData(data, source, options);
  return bytes.subarray(fragment.offset, fragment.offset + expected);
}

async function readData(
  { start, size }: { readonly start: number; readonly size: number },
  { image, superblock, budget }: Source,
  options: { signal?: AbortSignal },
): Promise<Uint8Array> {
  const packedBytes = size & ~storedFlag;
  if (packedBytes > superblock.blockBytes || start + packedBytes > image.size) {
    throw new FormatError('squashfs', Math.min(start, image.size), 'a block that is not there');
  }
  const packed = await image.read(start, packedBytes, options);
  if ((size & storedFlag) !== 0) return packed;
  const bounds = { limit: superblock.blockBytes, at: start, budget };
  return decodeBlock(packed, superblock.compression, bounds);
}
