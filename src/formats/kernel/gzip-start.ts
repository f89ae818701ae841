import { FormatError } from '../../errors.ts';

export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/** What the first bytes of a gzip file unpack to; Deflate makes at most 1032 times as much of them. */
export async function inflateStart(bytes: Uint8Array): Promise<Uint8Array> {
  const { constants, gunzipSync } = await import('node:zlib');
  try {
    return gunzipSync(bytes, {
      finishFlush: constants.Z_SYNC_FLUSH,
      maxOutputLength: bytes.length * 1032 + 1024,
    });
  } catch (cause) {
    throw new FormatError('kernel', 0, 'gzip data is damaged', { cause });
  }
}
