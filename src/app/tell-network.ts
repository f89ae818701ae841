import { hostname } from 'node:os';
import type { VerifiedFile } from '../boot/files/verified-file.ts';
import { imageId } from '../core/image/image-id.ts';
import type { Digest } from '../core/image/trust.ts';
import { announce } from '../discovery/announce.ts';
import { meet } from '../discovery/meet.ts';
import { searchLocally } from '../discovery/search-locally.ts';
import type { Seeding } from '../serve/seed-images.ts';
import type { RunningServer } from '../serve/start-server.ts';

/** Tells this network who serves what: webboot's machines, and programs that speak BitTorrent. */
export function tellNetwork(
  { port, seeding }: RunningServer,
  images: readonly VerifiedFile[],
): { stop(): Promise<void> } {
  const digests = images.flatMap((image) => image.digests);
  const announcement = announce({ hostName: hostname(), port, digests });
  const leaving = new AbortController();
  void meetPeers(seeding, digests, leaving.signal);
  return {
    async stop() {
      leaving.abort();
      await announcement.stop();
    },
  };
}

/** What programs listen at that speak BitTorrent, and what firewalls know them by. */
export const usualPeerPort = 6881;

/** Lets webboot's machines, and other programs of this network, find what is given by BitTorrent. */
async function meetPeers(
  { port, torrent }: Seeding,
  digests: readonly Digest[],
  signal: AbortSignal,
): Promise<void> {
  if (digests.length === 0) return;
  meet({ digests, port, signal });
  const torrents = (await Promise.all(digests.map((digest) => torrent(imageId(digest))))).flatMap(
    (one) => one ?? [],
  );
  searchLocally({
    infoHashes: torrents.map(({ infoHash }) => infoHash),
    port,
    signal,
    onFound: (found, infoHash) => torrents.find((one) => one.infoHash === infoHash)?.call(found),
  });
}
