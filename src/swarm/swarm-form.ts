import { type Geometry, ownGeometry } from '../core/swarm/geometry.ts';
import { type PieceCheck, type PieceHashes, pieceCheck } from '../core/swarm/piece-check.ts';
import {
  bareInfoHash,
  ownTorrent,
  parseTorrent,
  sha1,
  type Torrent,
  type TorrentFile,
} from '../formats/bittorrent/torrent.ts';
import type { WantedPieces } from './piece-board.ts';

/** How a swarm divides a file, and by what others know it. */
export interface SwarmForm {
  readonly geometry: Geometry;
  /** Where the file begins within what the pieces are of, in bytes. */
  readonly start: number;
  /** The pieces that have something of the file. */
  readonly wanted: WantedPieces;
  /** Checks a piece by hashes that somebody has given; undefined without any. */
  readonly check: PieceCheck | undefined;
  /** By which other programs know it; undefined if they cannot. */
  readonly infoHash: Uint8Array | undefined;
  /** In the order in which they are tried at another machine. */
  readonly infoHashes: readonly Uint8Array[];
}

/** webboot's own: everybody who knows the digest and the size makes the same pieces. */
export function ownForm(name: string, size: number, hashes: PieceHashes | undefined): SwarmForm {
  const geometry = ownGeometry(size);
  const infoHash =
    hashes?.geometry.pieceLength === geometry.pieceLength
      ? parseTorrent(ownTorrent(name, geometry, hashes.hashes)).infoHash
      : undefined;
  return {
    geometry,
    start: 0,
    wanted: { count: geometry.pieces, has: () => true },
    check: hashes && pieceCheck(geometry, hashes, sha1),
    infoHash,
    // Other programs are slow to say no to what they do not know.
    infoHashes: [...(infoHash ? [infoHash] : []), bareInfoHash(name, geometry)],
  };
}

/** A torrent's, of which one file is wanted. */
export function torrentForm(torrent: Torrent, { start, bytes }: TorrentFile): SwarmForm {
  const { geometry, hashes, infoHash } = torrent;
  const { pieceLength } = geometry;
  const first = Math.floor(start / pieceLength);
  const end = Math.ceil((start + bytes) / pieceLength);
  return {
    geometry,
    start,
    wanted: { count: end - first, has: (piece) => piece >= first && piece < end },
    check: pieceCheck(geometry, { geometry, start: 0, hashes }, sha1),
    infoHash,
    infoHashes: [infoHash],
  };
}
