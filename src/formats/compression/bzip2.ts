import { FormatError } from '../../errors.ts';
import type { ByteReader } from '../byte-reader.ts';
import { type BitReader, createBitReader, createBlockRoom, decodeBlock } from './bzip2-block.ts';

/** More than any block of 900 kB takes, with codes of 20 bits for each symbol and all tables. */
const longestBlock = 2_600_000;
const pieceBytes = 1 << 18;
/** Halves of the two 48-bit marks: pi for a block, its root for the end. */
const blockMark = [0x314159, 0x265359] as const;
const endMark = [0x177245, 0x385090] as const;

/** One bzip2 stream. Blocks do not start at whole bytes, and only their data tells where they end. */
export async function* decompressBzip2(reader: ByteReader): AsyncGenerator<Uint8Array> {
  const offset = reader.offset;
  const head = await reader.take(4, 'a header');
  const level = (head[3] ?? 0) - 0x30;
  if (level < 1 || level > 9) throw new FormatError('bzip2', offset, 'no header where one must be');

  const room = createBlockRoom(level * 100_000);
  let bitOffset = 0;
  let streamSum = 0;
  for (;;) {
    const at = reader.offset;
    const bits = createBitReader(await reader.peek(longestBlock), bitOffset, at);
    const mark = [bits.bits(24), bits.bits(24)];
    const sum = readUint32(bits);
    if (same(mark, endMark)) {
      if (sum !== streamSum) throw mismatch(at);
      reader.advance(Math.ceil(bits.position / 8));
      return;
    }
    if (!same(mark, blockMark)) throw new FormatError('bzip2', at, 'no block where one must be');
    const block = decodeBlock(bits, { room, at });
    let blockSum = 0xffffffff;
    for (const piece of undoRuns(block)) {
      blockSum = updateSum(blockSum, piece);
      yield piece;
    }
    if (~blockSum >>> 0 !== sum) throw mismatch(at);
    streamSum = (((streamSum << 1) | (streamSum >>> 31)) ^ sum) >>> 0;
    reader.advance(bits.position >> 3);
    bitOffset = bits.position & 7;
  }
}

/** Four equal bytes are followed by how many more of them there are. */
function* undoRuns(block: Uint8Array): Generator<Uint8Array> {
  const output = new Uint8Array(Math.min(pieceBytes, 256 * (block.length + 1)));
  let size = 0;
  let equal = 0;
  let previous = -1;
  for (const byte of block) {
    if (size > output.length - 256) {
      yield output.slice(0, size);
      size = 0;
    }
    if (equal === 4) {
      output.fill(previous, size, size + byte);
      size += byte;
      equal = 0;
      previous = -1;
      continue;
    }
    equal = byte === previous ? equal + 1 : 1;
    previous = byte;
    output[size] = byte;
    size += 1;
  }
  yield output.subarray(0, size);
}

const sumTable = Int32Array.from({ length: 256 }, (_, index) => {
  let value = index << 24;
  for (let bit = 0; bit < 8; bit += 1) value = value < 0 ? (value << 1) ^ 0x04c11db7 : value << 1;
  return value;
});

/** CRC-32 with the most significant bit first, unlike zlib's. */
function updateSum(start: number, bytes: Uint8Array): number {
  let sum = start;
  for (const byte of bytes) sum = (sum << 8) ^ (sumTable[(sum >>> 24) ^ byte] ?? 0);
  return sum;
}

function readUint32(bits: BitReader): number {
  return bits.bits(16) * 0x10000 + bits.bits(16);
}

function same(mark: readonly number[], expected: readonly number[]): boolean {
  return mark.every((half, index) => half === expected[index]);
}

function mismatch(at: number): FormatError {
  return new FormatError('bzip2', at, 'the data does not match its checksum');
}
