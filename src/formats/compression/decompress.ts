import { FormatError } from '../../errors.ts';
import { type ByteReader, createByteReader, skipZeros } from '../byte-reader.ts';
import { createWorkBudget, type WorkBudget } from '../work-budget.ts';
import { type Compression, sniffBytes, sniffCompression } from './sniff.ts';

/** Yields at least once for every block, if need be nothing, so that none goes on unpaid. */
type Decompressor = (reader: ByteReader) => AsyncGenerator<Uint8Array>;

/** Loaded when met: an inspection that reads no initrd pays for none of them. */
const decompressors: Record<Exclude<Compression, 'lzop'>, () => Promise<Decompressor>> = {
  gzip: async () => (await import('./gzip.ts')).decompressGzip,
  zstd: async () => (await import('./zstd.ts')).decompressZstd,
  xz: async () => (await import('./xz.ts')).decompressXz,
  lzma: async () => (await import('./lzma.ts')).decompressLzma,
  lz4: async () => (await import('./lz4.ts')).decompressLz4,
  'lz4-legacy': async () => (await import('./lz4.ts')).decompressLz4Legacy,
  bzip2: async () => (await import('./bzip2.ts')).decompressBzip2,
};

/**
 * Unpacks one compressed stream (a gzip member, a zstd frame, …); `reader` stands right behind it
 * afterwards. FormatError where the budget, which it may share with others, does not suffice.
 */
export async function* decompressStream(
  reader: ByteReader,
  compression: Compression,
  budget: WorkBudget = createWorkBudget(),
): AsyncGenerator<Uint8Array> {
  let paid = reader.offset;
  if (compression === 'lzop') throw new FormatError('lzop', paid, 'LZO compression is not read');
  await budget.pay({ streams: 1 });
  const decompress = await decompressors[compression]();
  for await (const chunk of decompress(reader)) {
    await budget.pay({ packed: reader.offset - paid, unpacked: chunk.length });
    paid = reader.offset;
    if (chunk.length > 0) yield chunk;
  }
}

/**
 * A whole compressed file: streams that follow each other, with zeros between them. Bytes that no
 * known method compressed are a FormatError.
 */
export async function* decompress(
  source: AsyncIterable<Uint8Array>,
  budget: WorkBudget = createWorkBudget(),
): AsyncGenerator<Uint8Array> {
  const reader = createByteReader(source, 'compression');
  try {
    for (;;) {
      const head = await reader.peek(sniffBytes);
      const compression = sniffCompression(head);
      if (compression === undefined) {
        throw new FormatError('compression', reader.offset, 'not compressed by a known method');
      }
      yield* decompressStream(reader, compression, budget);
      await skipZeros(reader);
      if ((await reader.available()).length === 0) return;
    }
  } finally {
    await reader.close();
  }
}
