import { FormatError } from '../../errors.ts';
import type { ByteReader } from '../byte-reader.ts';
import { isCpio } from '../cpio/reader.ts';
import { decodeLz4Block } from './lz4-block.ts';

const historyBytes = 1 << 16;
const legacyBlockBytes = 8 << 20;
const legacyMagic = 0x184c2102;

/** One LZ4 frame (lz4_Frame_format.md). Its xxHash checksums are passed over, not checked. */
export async function* decompressLz4(reader: ByteReader): AsyncGenerator<Uint8Array> {
  const offset = reader.offset;
  const head = await reader.take(7, 'a frame header');
  const flags = head[4] ?? 0;
  const blockBytes = 1 << (8 + 2 * (((head[5] ?? 0) >> 4) & 7));
  if (flags >> 6 !== 1 || blockBytes < 1 << 16) {
    throw new FormatError('lz4', offset, 'a frame of an unknown version or block size');
  }
  if (flags & 1) throw new FormatError('lz4', offset, 'needs a dictionary');
  if (flags & 8) await reader.take(8, 'a frame header');

  // Linked blocks refer to the 64 KiB before them.
  const output = new Uint8Array(historyBytes + blockBytes);
  let start = 0;
  for (;;) {
    const at = reader.offset;
    const word = await takeUint32(reader);
    if (word === 0) break;
    const stored = word >= 0x80000000;
    const size = word & 0x7fffffff;
    if (size > blockBytes) throw new FormatError('lz4', at, 'a block over the largest size');
    const block = await reader.take(size, 'a block');
    const end = stored
      ? store(block, output, start)
      : decodeLz4Block(block, output.subarray(0, start + blockBytes), { start, at });
    if (flags & 0x10) await reader.take(4, 'a block checksum');
    yield output.slice(start, end);
    const kept = Math.min(end, historyBytes);
    output.copyWithin(0, end - kept, end);
    start = kept;
  }
  if (flags & 4) await reader.take(4, 'a checksum');
}

/**
 * The legacy frame of `lz4 -l`, the one that the kernel takes: blocks of 8 MiB with no end mark, so it
 * ends with the data, at zeros, or where a cpio archive starts, with padding or without.
 */
export async function* decompressLz4Legacy(reader: ByteReader): AsyncGenerator<Uint8Array> {
  await reader.take(4, 'the magic number');
  const output = new Uint8Array(legacyBlockBytes);
  for (;;) {
    const at = reader.offset;
    const next = await reader.peek(10);
    if (isCpio(next.subarray(next.findIndex((byte) => byte !== 0))) || next.every(isZero)) return;
    const size = await takeUint32(reader);
    if (size === 0) return;
    if (size === legacyMagic) {
      yield new Uint8Array(0);
      continue;
    }
    if (size > legacyBlockBytes + legacyBlockBytes / 255 + 16) {
      throw new FormatError('lz4', at, 'a block over the largest size');
    }
    const block = await reader.take(size, 'a block');
    yield output.slice(0, decodeLz4Block(block, output, { start: 0, at }));
  }
}

function isZero(byte: number): boolean {
  return byte === 0;
}

function store(block: Uint8Array, output: Uint8Array, start: number): number {
  output.set(block, start);
  return start + block.length;
}

async function takeUint32(reader: ByteReader): Promise<number> {
  const bytes = await reader.take(4, 'the size of a block');
  return new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0, true);
}
