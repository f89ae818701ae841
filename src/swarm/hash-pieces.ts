import { type Geometry, pieceSize } from '../core/swarm/geometry.ts';
import { hashBytes, sha1 } from '../formats/bittorrent/torrent.ts';
import type { PieceSource } from '../storage/piece-source.ts';

/**
 * SHA-1 of each piece (BEP 3), 20 bytes each, for the image's own torrent. Rejects with the signal,
 * and where the file cannot be read.
 */
export async function hashPieces(
  geometry: Geometry,
  { path, read }: Pick<PieceSource, 'path' | 'read'>,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const hashes = new Uint8Array(geometry.pieces * hashBytes);
  const buffer = Buffer.allocUnsafe(geometry.pieceLength);
  for (let piece = 0; piece < geometry.pieces; piece += 1) {
    signal.throwIfAborted();
    const bytes = buffer.subarray(0, pieceSize(geometry, piece));
    const got = await read(bytes, piece * geometry.pieceLength);
    if (got < bytes.length) throw new Error(`${path} has become shorter.`);
    hashes.set(sha1(bytes), piece * hashBytes);
  }
  return hashes;
}
