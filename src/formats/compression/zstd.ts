import { createZstdDecompress } from 'node:zlib';
import { FormatError } from '../../errors.ts';
import type { ByteReader } from '../byte-reader.ts';
import { type Feed, runZlib, zlibOptions } from './zlib-stream.ts';

const frameMagic = 0xfd2fb528;
/** Enough for a write to be worth its way through the thread pool. */
const batchBytes = 1 << 19;

/**
 * One Zstandard frame (RFC 8878, section 3.1). Its blocks tell where it ends, which node's
 * decompressor does not when the frame's end is the end of what it was given.
 */
export async function* decompressZstd(reader: ByteReader): AsyncGenerator<Uint8Array> {
  const offset = reader.offset;
  const head = view(await reader.peek(8));
  if (head.byteLength === 8 && head.getUint32(0, true) >>> 4 === 0x184d2a5) {
    return passSkippable(reader, head.getUint32(4, true));
  }
  // 128 MiB, the largest window that the kernel takes, is node's own limit.
  const stream = createZstdDecompress(zlibOptions);
  yield* runZlib(stream, (feed) => feedFrame(reader, feed), { format: 'zstd', offset });
}

async function feedFrame(reader: ByteReader, feed: Feed): Promise<void> {
  let batch: Uint8Array[] = [];
  let size = 0;
  let fed: Promise<unknown> | undefined;
  /** The next batch is gathered while one is unpacked: all of it is the frame's, so none is fed too much. */
  const flush = async () => {
    await fed;
    fed = feed(Buffer.concat(batch));
    batch = [];
    size = 0;
  };
  const pass = async (bytes: Uint8Array) => {
    batch.push(bytes);
    size += bytes.length;
    if (size >= batchBytes) await flush();
  };
  const { header, hasChecksum } = await takeFrameHeader(reader);
  await pass(header);
  for (let last = false; !last; ) {
    const at = reader.offset;
    const head = (await reader.take(3, 'a block')).slice();
    const word = (head[0] ?? 0) | ((head[1] ?? 0) << 8) | ((head[2] ?? 0) << 16);
    const type = (word >> 1) & 3;
    if (type === 3) throw new FormatError('zstd', at, 'a block of a reserved type');
    last = (word & 1) === 1;
    await pass(head);
    // A run-length block holds the one byte that it repeats.
    await pass(await reader.take(type === 1 ? 1 : word >> 3, 'a block'));
  }
  if (hasChecksum) await pass(await reader.take(4, 'a checksum'));
  await flush();
  await fed;
}

/** RFC 8878, section 3.1.1.1. */
async function takeFrameHeader(
  reader: ByteReader,
): Promise<{ header: Uint8Array; hasChecksum: boolean }> {
  const offset = reader.offset;
  const start = await reader.peek(5);
  const descriptor = start[4] ?? 0;
  if (start.length < 5 || view(start).getUint32(0, true) !== frameMagic) {
    throw new FormatError('zstd', offset, 'no frame where one must be');
  }
  const single = (descriptor & 0x20) !== 0;
  const dictionary = [0, 1, 2, 4][descriptor & 3] ?? 0;
  const contentSize = [single ? 1 : 0, 2, 4, 8][descriptor >> 6] ?? 0;
  const length = 5 + (single ? 0 : 1) + dictionary + contentSize;
  const header = (await reader.take(length, 'a frame header')).slice();
  return { header, hasChecksum: (descriptor & 4) !== 0 };
}

async function passSkippable(reader: ByteReader, size: number): Promise<void> {
  reader.advance(8);
  for await (const _ of reader.pieces(size, 'a skippable frame'));
}

function view(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
