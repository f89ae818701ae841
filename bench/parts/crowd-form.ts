import { geometryOf, pieceSize } from '../../src/core/swarm/geometry.ts';
import { ownTorrent, parseTorrent, sha1 } from '../../src/formats/bittorrent/torrent.ts';
import { ownForm, type SwarmForm, torrentForm } from '../../src/swarm/swarm-form.ts';

export interface CrowdOptions {
  /** Of the image, in bytes. */
  readonly size: number;
  /** Of a distribution's torrent; webboot's own pieces without. */
  readonly pieceLength?: number;
}

const name = '0'.repeat(64);

/** How an image of zeros is divided: by webboot, or by a torrent whose hashes check each piece. */
export function crowdForm({ size, pieceLength }: CrowdOptions): SwarmForm {
  if (pieceLength === undefined) return ownForm(name, size, undefined);
  const geometry = geometryOf(size, pieceLength);
  const full = sha1(Buffer.alloc(pieceLength));
  const last = sha1(Buffer.alloc(pieceSize(geometry, geometry.pieces - 1)));
  const hashes = Buffer.concat([...Array.from({ length: geometry.pieces - 1 }, () => full), last]);
  const torrent = parseTorrent(ownTorrent(name, geometry, hashes));
  return torrentForm(torrent, { name, start: 0, bytes: size });
}
