import { FormatError } from '../../errors.ts';
import type { ByteReader } from '../byte-reader.ts';
import { decodeLzma2 } from './lzma2.ts';
import { decodeX86Branches } from './x86-branches.ts';
import { createXzCheck } from './xz-check.ts';
import { readBlockFilters } from './xz-filters.ts';

/**
 * One .xz stream (xz-file-format.txt) of LZMA2, with or without the x86 filter, as initrds, kernel
 * modules and squashfs images have it. The data's check is compared.
 */
export async function* decompressXz(reader: ByteReader): AsyncGenerator<Uint8Array> {
  const start = reader.offset;
  const header = await reader.take(12, 'a stream header');
  const checkType = (header[7] ?? 0) & 15;
  for (let blocks = 0; ; blocks += 1) {
    const [size] = await reader.peek(1);
    if (size === 0) {
      await passIndex(reader, { start, blocks });
      return;
    }
    yield* readBlock(reader, { start, checkType });
  }
}

async function* readBlock(
  reader: ByteReader,
  { start, checkType }: { readonly start: number; readonly checkType: number },
): AsyncGenerator<Uint8Array> {
  const { dictionaryBytes, x86Origin } = await takeBlockHeader(reader);
  const check = createXzCheck(checkType);
  const packed = decodeLzma2(reader, dictionaryBytes);
  for await (const bytes of x86Origin === undefined
    ? packed
    : decodeX86Branches(packed, x86Origin)) {
    check.update(bytes);
    yield bytes;
  }
  await pad(reader, start);
  // A block may hold nothing.
  yield new Uint8Array(0);
  const at = reader.offset;
  if (!check.matches(await reader.take(check.length, 'a check'))) {
    throw new FormatError('xz', at, 'the data does not match its checksum');
  }
}

/** Section 3.1; the header's own size is its first byte. */
async function takeBlockHeader(reader: ByteReader) {
  const offset = reader.offset;
  const [size = 0] = await reader.peek(1);
  return readBlockFilters(await reader.take((size + 1) * 4, 'a block header'), offset);
}

/** Sections 4 and 2.1.2: the index's records, its padding and CRC32, then the footer of 12 bytes. */
async function passIndex(
  reader: ByteReader,
  { start, blocks }: { readonly start: number; readonly blocks: number },
): Promise<void> {
  const offset = reader.offset;
  reader.advance(1);
  const count = await takeNumber(reader);
  if (count !== blocks) throw new FormatError('xz', offset, `an index of ${count} blocks`);
  for (let index = 0; index < count; index += 1) {
    await takeNumber(reader);
    await takeNumber(reader);
  }
  await pad(reader, start);
  const footer = await reader.take(16, 'a stream footer');
  if (footer[14] !== 0x59 || footer[15] !== 0x5a) {
    throw new FormatError('xz', reader.offset - 2, 'no stream footer where one must be');
  }
}

async function takeNumber(reader: ByteReader): Promise<number> {
  let value = 0;
  for (let shift = 0; shift < 63; shift += 7) {
    const [byte = 0] = await reader.take(1, 'a number');
    value += (byte & 0x7f) * 2 ** shift;
    if (byte < 0x80) return value;
  }
  throw new FormatError('xz', reader.offset, 'a number without its end');
}

async function pad(reader: ByteReader, start: number): Promise<void> {
  await reader.take((4 - ((reader.offset - start) % 4)) % 4, 'padding');
}
