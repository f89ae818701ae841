import { FormatError } from '../../errors.ts';
import type { RandomAccess } from '../../ports/random-access.ts';
import type { WorkBudget } from '../work-budget.ts';
import { decodeBlock } from './block-decoder.ts';
import type { SquashfsCompression } from './superblock.ts';

/** Tables are cut into blocks of 8 KiB, each behind two bytes of its size. */
const metadataBytes = 8192;
const storedFlag = 0x8000;
/** 2 MiB of unpacked tables. */
const maxCachedBlocks = 256;

interface Block {
  readonly bytes: Uint8Array;
  /** Where the next block starts in the image. */
  readonly next: number;
}

/** Reads records that may go over the ends of blocks. */
export interface MetadataCursor {
  take(length: number): Promise<DataView>;
  /** Where the current block lies in the image, for errors. */
  readonly at: number;
}

export type MetadataReader = (start: number, offset: number) => MetadataCursor;

export function createMetadataReader(
  image: RandomAccess,
  compression: SquashfsCompression,
  options: { readonly signal?: AbortSignal; readonly budget: WorkBudget },
): MetadataReader {
  const blocks = new Map<number, Block>();

  async function blockAt(position: number): Promise<Block> {
    const known = blocks.get(position);
    if (known !== undefined) return known;
    if (position >= image.size) {
      throw new FormatError('squashfs', image.size, 'a reference beyond the end');
    }
    const head = await image.read(position, 2, options);
    const word = (head[0] ?? 0) | ((head[1] ?? 0) << 8);
    const size = word & ~storedFlag;
    const packed = await image.read(position + 2, size, options);
    if (head.length < 2 || size === 0 || size > metadataBytes || packed.length < size) {
      throw new FormatError('squashfs', position, 'no block of a table where one must be');
    }
    const bytes =
      (word & storedFlag) !== 0
        ? packed
        : await decodeBlock(packed, compression, {
            limit: metadataBytes,
            at: position,
            budget: options.budget,
          });
    if (blocks.size >= maxCachedBlocks) blocks.clear();
    const block = { bytes, next: position + 2 + size };
    blocks.set(position, block);
    return block;
  }

  return (start, offset) => {
    let position = start;
    let within = offset;
    return {
      get at() {
        return position;
      },
      async take(length) {
        // Blocks are kept, so records could be read over and over without any being unpacked.
        await options.budget.pay({ unpacked: length });
        const result = new Uint8Array(length);
        for (let done = 0; done < length; ) {
          const { bytes, next } = await blockAt(position);
          if (within > bytes.length || bytes.length === 0) {
            throw new FormatError('squashfs', position, 'a reference beyond its block');
          }
          const part = bytes.subarray(within, within + length - done);
          result.set(part, done);
          done += part.length;
          within += part.length;
          if (within === bytes.length) {
            position = next;
            within = 0;
          }
        }
        return new DataView(result.buffer);
      },
    };
  };
}
