import { FormatError } from '../../errors.ts';
import type { ByteReader } from '../byte-reader.ts';
import { LzmaDecoder, parseLzmaProperties, symbolBytes } from './lzma-decoder.ts';

/** What the kernel's largest xz and zstd windows are; a larger dictionary is refused. */
export const maxDictionaryBytes = 128 << 20;
const inputBytes = 1 << 16;

/** A .lzma file (LZMA SDK, lzma-file-format.txt): 13 bytes of header, then the data to its end. */
export async function* decompressLzma(reader: ByteReader): AsyncGenerator<Uint8Array> {
  const offset = reader.offset;
  const header = await reader.take(13, 'a header');
  const fields = new DataView(header.buffer, header.byteOffset, 13);
  const dictionaryBytes = fields.getUint32(1, true);
  if (dictionaryBytes > maxDictionaryBytes) {
    throw new FormatError('lzma', offset + 1, `a dictionary of ${dictionaryBytes} bytes`);
  }
  const size = fields.getBigUint64(5, true);
  let left = size === 0xffffffffffffffffn ? Number.POSITIVE_INFINITY : Number(size);

  const decoder = new LzmaDecoder(dictionaryBytes);
  decoder.resetState(parseLzmaProperties(fields.getUint8(0), offset));
  decoder.startRange(await reader.take(5, 'the data'), offset);
  while (left > 0) {
    const input = await reader.peek(inputBytes);
    decoder.setInput(input);
    const { bytes, ended } = decoder.decode({
      limit: Math.min(left, 1 << 15),
      hardLimit: left,
      inputEnd: input.length < inputBytes ? input.length : inputBytes - symbolBytes,
      offset: reader.offset,
    });
    reader.advance(decoder.consumed);
    left -= bytes.length;
    yield bytes;
    if (ended && Number.isFinite(left) && left > 0) {
      throw new FormatError('lzma', reader.offset, 'less data than its header says');
    }
    if (ended) return;
  }
}
