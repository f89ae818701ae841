import { type Geometry, pieceSize } from './geometry.ts';

/** Whether a piece is what a hint says; undefined if the hint says nothing of it. */
export type PieceCheck = (piece: number, bytes: Uint8Array) => boolean | undefined;

/** Hashes of a file by a torrent, which may divide it into smaller pieces than webboot does. */
export interface PieceHashes {
  readonly geometry: Geometry;
  /** Of the file's first byte in the torrent. */
  readonly start: number;
  /** 20 bytes each. */
  readonly hashes: Uint8Array;
}

/**
 * Checks webboot's pieces by a torrent's; undefined if they cannot be: the file begins within one of
 * its pieces, or they are larger.
 */
export function pieceCheck(
  own: Geometry,
  { geometry, start, hashes }: PieceHashes,
  hash: (bytes: Uint8Array) => Uint8Array,
): PieceCheck | undefined {
  const { pieceLength } = geometry;
  if (start % pieceLength !== 0 || own.pieceLength % pieceLength !== 0) return undefined;
  const first = start / pieceLength;
  const isLast = start + own.size === geometry.size;
  return (piece, bytes) => {
    if (bytes.length !== pieceSize(own, piece)) return false;
    let checked = false;
    for (let at = 0; at < bytes.length; at += pieceLength) {
      const part = bytes.subarray(at, at + pieceLength);
      // Another file's bytes are in it, too.
      if (part.length < pieceLength && !isLast) continue;
      const index = first + (piece * own.pieceLength + at) / pieceLength;
      if (!hash(part).every((byte, of) => byte === hashes[index * 20 + of])) return false;
      checked = true;
    }
    return checked ? true : undefined;
  };
}
