import { inflateSync, zstdDecompressSync } from 'node:zlib';
import { FormatError } from '../../errors.ts';
import { createByteReader } from '../byte-reader.ts';
import { decompressStream } from '../compression/decompress.ts';
import { decodeLz4Block } from '../compression/lz4-block.ts';
import type { WorkBudget } from '../work-budget.ts';
import type { SquashfsCompression } from './superblock.ts';

interface Bounds {
  /** The most that the block may unpack to. */
  readonly limit: number;
  /** Where it lies in the image, for errors. */
  readonly at: number;
  readonly budget: WorkBudget;
}

/** Unpacks one block; each is compressed on its own. */
export async function decodeBlock(
  bytes: Uint8Array,
  compression: SquashfsCompression,
  { limit, at, budget }: Bounds,
): Promise<Uint8Array> {
  // Before, so that what is to be refused costs nothing; all of the limit, which a bomb fills.
  await budget.pay({ packed: bytes.length, unpacked: limit });
  try {
    if (compression === 'gzip') return inflateSync(bytes, { maxOutputLength: limit });
    if (compression === 'zstd') return zstdDecompressSync(bytes, { maxOutputLength: limit });
  } catch (error) {
    throw new FormatError('squashfs', at, 'a damaged block', { cause: error });
  }
  if (compression === 'lz4') {
    const output = new Uint8Array(limit);
    return output.subarray(0, decodeLz4Block(bytes, output, { start: 0, at }));
  }
  return decodeStream(bytes, compression, { limit, at, budget });
}

/** xz and lzma blocks are whole files of their formats. */
async function decodeStream(
  bytes: Uint8Array,
  compression: 'xz' | 'lzma',
  { limit, at, budget }: Bounds,
): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of decompressStream(
    createByteReader(once(bytes), 'squashfs'),
    compression,
    withoutStreams(budget),
  )) {
    size += part.length;
    if (size > limit) throw new FormatError('squashfs', at, 'a block larger than it may be');
    parts.push(part);
  }
  return Buffer.concat(parts);
}

/** Every block is a stream of its own here, and was paid for. */
function withoutStreams(budget: WorkBudget): WorkBudget {
  return { pay: () => budget.pay({}) };
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
