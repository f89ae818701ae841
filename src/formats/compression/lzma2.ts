import { FormatError } from '../../errors.ts';
import type { ByteReader } from '../byte-reader.ts';
import { LzmaDecoder, parseLzmaProperties } from './lzma-decoder.ts';

/** LZMA2 (xz-file-format.txt, section 5.3.1): chunks of at most 2 MiB with a control byte each; 0 ends them. */
export async function* decodeLzma2(
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
