import { crc32 } from 'node:zlib';
import { FormatError } from '../../errors.ts';
import type { ByteReader } from '../byte-reader.ts';
import { maxDictionaryBytes } from './lzma.ts';
import { LzmaDecoder, parseLzmaProperties } from './lzma-decoder.ts';

/** Bytes of the check of a block by its type; xz-file-format.txt, section 2.1.1.2. */
const checkBytes = [0, 4, 4, 4, 8, 8, 8, 16, 16, 16, 32, 32, 32, 64, 64, 64];
const crc32Check = 1;
const lzma2Filter = 0x21;

/**
 * One .xz stream (xz-file-format.txt) with the LZMA2 filter alone, as initrds and kernel modules
 * have it. CRC32, which the kernel insists on, is checked; other checks are passed over.
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
  const dictionaryBytes = await takeBlockHeader(reader);
  let sum = 0;
  for await (const bytes of decodeLzma2(reader, dictionaryBytes)) {
    if (checkType === crc32Check) sum = crc32(bytes, sum);
    yield bytes;
  }
  await pad(reader, start);
  const at = reader.offset;
  const check = await reader.take(checkBytes[checkType] ?? 0, 'a check');
  if (checkType === crc32Check && Buffer.from(check).readUInt32LE() !== sum) {
    throw new FormatError('xz', at, 'the data does not match its checksum');
  }
}

/** Section 3.1; the header's own size is its first byte. */
async function takeBlockHeader(reader: ByteReader): Promise<number> {
  const offset = reader.offset;
  const [size = 0] = await reader.peek(1);
  const header = await reader.take((size + 1) * 4, 'a block header');
  const flags = header[1] ?? 0;
  let at = 2;
  const passNumber = () => {
    while (((header[at] ?? 0) & 0x80) !== 0) at += 1;
    at += 1;
  };
  if (flags & 0x40) passNumber();
  if (flags & 0x80) passNumber();
  const bits = header[at + 2] ?? 0xff;
  if ((flags & 3) !== 0 || header[at] !== lzma2Filter || header[at + 1] !== 1) {
    throw new FormatError('xz', offset, 'filters other than LZMA2 are not read');
  }
  const dictionaryBytes = bits === 40 ? 0xffffffff : (2 | (bits & 1)) * 2 ** ((bits >> 1) + 11);
  if (bits > 40 || dictionaryBytes > maxDictionaryBytes) {
    throw new FormatError('xz', offset, `a dictionary of ${dictionaryBytes} bytes`);
  }
  return dictionaryBytes;
}

/** LZMA2: chunks of at most 2 MiB with a control byte each; 0 ends them. */
async function* decodeLzma2(
  reader: ByteReader,
  dictionaryBytes: number,
): AsyncGenerator<Uint8Array> {
  const decoder = new LzmaDecoder(dictionaryBytes);
  let needsDictionary = true;
  let needsProperties = true;
  for (;;) {
    const offset = reader.offset;
    const [control = 0] = await reader.take(1, 'a chunk');
    if (control === 0) return;
    if (control === 1 || control >= 0xe0) decoder.resetDictionary();
    else if (needsDictionary) throw new FormatError('xz', offset, 'a chunk without its dictionary');
    needsDictionary = false;
    if (control < 0x80) {
      if (control > 2) throw new FormatError('xz', offset, 'an unknown chunk');
      const [high = 0, low = 0] = await reader.take(2, 'a chunk');
      const bytes = (await reader.take(high * 256 + low + 1, 'a chunk')).slice();
      decoder.store(bytes);
      yield bytes;
      continue;
    }
    const head = (await reader.take(4, 'a chunk')).slice();
    const [s1 = 0, s0 = 0, c1 = 0, c0 = 0] = head;
    if (control >= 0xc0) {
      const [byte = 0] = await reader.take(1, 'a chunk');
      const properties = parseLzmaProperties(byte, offset);
      if (properties.lc + properties.lp > 4) {
        throw new FormatError('xz', offset, 'impossible coding properties');
      }
      decoder.resetState(properties);
      needsProperties = false;
    } else if (needsProperties) {
      throw new FormatError('xz', offset, 'a chunk without its properties');
    } else if (control >= 0xa0) decoder.resetStateOnly();
    const chunk = await reader.take(c1 * 256 + c0 + 1, 'a chunk');
    const unpacked = (((control & 0x1f) << 16) | (s1 << 8) | s0) + 1;
    yield* decodeChunk(decoder, { chunk, unpacked, offset });
  }
}

function* decodeChunk(
  decoder: LzmaDecoder,
  { chunk, unpacked, offset }: { chunk: Uint8Array; unpacked: number; offset: number },
): Generator<Uint8Array> {
  if (chunk.length < 5) throw new FormatError('xz', offset, 'a chunk too short');
  decoder.startRange(chunk, offset);
  decoder.setInput(chunk.subarray(5));
  for (let left = unpacked; left > 0; ) {
    const { bytes, ended } = decoder.decode({
      limit: Math.min(left, 1 << 15),
      hardLimit: left,
      inputEnd: chunk.length - 5,
      offset,
    });
    if (ended || bytes.length === 0) throw new FormatError('xz', offset, 'a chunk ends too early');
    left -= bytes.length;
    yield bytes;
  }
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
