/** How the kernel, and so an initrd, names what it can unpack (lib/decompress.c), and LZ4's own frame. */
export type Compression =
  | 'gzip'
  | 'zstd'
  | 'xz'
  | 'lzma'
  | 'lz4'
  | 'lz4-legacy'
  | 'bzip2'
  /** Told by name, not read: no distro in the catalogue packs so. */
  | 'lzop';

/** Bytes that `sniffCompression` looks at. */
export const sniffBytes = 13;

const magics: readonly (readonly [Compression, readonly number[]])[] = [
  ['gzip', [0x1f, 0x8b]],
  ['zstd', [0x28, 0xb5, 0x2f, 0xfd]],
  ['xz', [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]],
  ['lz4', [0x04, 0x22, 0x4d, 0x18]],
  ['lz4-legacy', [0x02, 0x21, 0x4c, 0x18]],
  ['bzip2', [0x42, 0x5a, 0x68]],
  ['lzop', [0x89, 0x4c, 0x5a, 0x4f]],
];

/** What compressed these bytes, by their magic number; undefined for anything else. */
export function sniffCompression(bytes: Uint8Array): Compression | undefined {
  const known = magics.find(([, magic]) => magic.every((byte, index) => bytes[index] === byte));
  if (known !== undefined) return known[0];
  // Skippable frames are common to Zstandard and LZ4; pzstd starts its files with one.
  if (
    ((bytes[0] ?? 0) & 0xf0) === 0x50 &&
    [0x2a, 0x4d, 0x18].every((byte, i) => bytes[i + 1] === byte)
  ) {
    return 'zstd';
  }
  return looksLikeLzma(bytes) ? 'lzma' : undefined;
}

/**
 * The .lzma format has no magic number. As file(1) does: the usual properties (lc 3, lp 0, pb 2), a
 * dictionary of whole 64 KiB, and a length that is unknown or below 1 TiB.
 */
function looksLikeLzma(bytes: Uint8Array): boolean {
  if (bytes.length < sniffBytes || bytes[0] !== 0x5d || bytes[1] !== 0 || bytes[2] !== 0)
    return false;
  const length = bytes.subarray(5, 13);
  return length.every((byte) => byte === 0xff) || length.subarray(5).every((byte) => byte === 0);
}
