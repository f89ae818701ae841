import { crc32, createInflateRaw } from 'node:zlib';
import { FormatError } from '../../errors.ts';
import type { ByteReader } from '../byte-reader.ts';
import { runZlib, zlibOptions } from './zlib-stream.ts';

/**
 * One gzip member (RFC 1952). node's gunzip would take a cpio archive that follows for another
 * member and fail, so header and trailer are read here.
 */
export async function* decompressGzip(reader: ByteReader): AsyncGenerator<Uint8Array> {
  const offset = reader.offset;
  await passHeader(reader);
  let sum = 0;
  let size = 0;
  const stream = createInflateRaw(zlibOptions);
  const inflated = runZlib(
    stream,
    async (feed) => {
      for (;;) {
        const bytes = await reader.available();
        const taken = bytes.length === 0 ? 0 : await feed(bytes);
        reader.advance(taken);
        if (taken < bytes.length || bytes.length === 0) return;
      }
    },
    { format: 'gzip', offset },
  );
  for await (const chunk of inflated) {
    sum = crc32(chunk, sum);
    size += chunk.length;
    yield chunk;
  }
  const trailer = view(await reader.take(8, 'the trailer'));
  if (trailer.getUint32(0, true) !== sum || trailer.getUint32(4, true) !== size % 2 ** 32) {
    throw new FormatError('gzip', offset, 'the data does not match its checksum');
  }
}

/** RFC 1952, section 2.3: ten bytes, then what the flags say. */
async function passHeader(reader: ByteReader): Promise<void> {
  const offset = reader.offset;
  const head = await reader.take(10, 'a gzip header');
  const flags = head[3] ?? 0;
  if (head[2] !== 8 || (flags & 0xe0) !== 0) {
    throw new FormatError('gzip', offset, 'an unknown method or flag');
  }
  if (flags & 4) {
    const length = view(await reader.take(2, 'a gzip header')).getUint16(0, true);
    await reader.take(length, 'a gzip header');
  }
  if (flags & 8) await passText(reader);
  if (flags & 16) await passText(reader);
  if (flags & 2) await reader.take(2, 'a gzip header');
}

/** A file name or a comment, which end with a zero. */
async function passText(reader: ByteReader): Promise<void> {
  const longest = 4096;
  const end = (await reader.peek(longest)).indexOf(0);
  if (end < 0) throw new FormatError('gzip', reader.offset, 'a name without its end');
  reader.advance(end + 1);
}

function view(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
