import { hostname } from 'node:os';
import type { VerifiedFile } from '../boot/files/verified-file.ts';
import { imageId } from '../core/image/image-id.ts';
import type { Digest } from '../core/image/trust.ts';
import { announce } from '../discovery/announce.ts';
import { meet } from '../discovery/meet.ts';
import { searchLocally } from '../discovery/search-locally.ts';
import type { Seeding } from '../serve/seed-images.ts';
import type { RunningServer } from '../serve/start-server.ts';

/** What is told beyond this network: to the nodes of a DHT, if there are any, or as its first one. */
interface Beyond {
  readonly dht?: readonly string[];
  readonly onNote: (text: string) => void;
  readonly onProblem: (text: string) => void;
}

/** Tells this network who serves what: webboot's machines, and programs that speak BitTorrent. */
export function tellNetwork(
  { port, seeding }: RunningServer,
  images: readonly VerifiedFile[],
  beyond?: Beyond,
): { stop(): Promise<void> } {
  const digests = images.flatMap((image) => image.digests);
  const announcement = announce({ hostName: hostname(), port, digests });
  const leaving = new AbortController();
  void meetPeers(seeding, { digests, signal: leaving.signal, beyond });
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
  {
    digests,
    signal,
    beyond: { dht, onNote = () => {}, onProblem = () => {} } = {},
  }: {
    readonly digests: readonly Digest[];
    readonly signal: AbortSignal;
    readonly beyond: Partial<Beyond> | undefined;
  },
): Promise<void> {
  if (digests.length === 0) return;
  meet({ digests, port, signal });
  const torrents = (await Promise.all(digests.map((digest) => torrent(imageId(digest))))).flatMap(
    (one) => one ?? [],
  );
  const infoHashes = torrents.map(({ infoHash }) => infoHash);
  searchLocally({
    infoHashes,
    port,
    signal,
    onFound: (found, infoHash) => torrents.find((one) => one.infoHash === infoHash)?.call(found),
  });
  if (dht === undefined) return;
  const { dhtKey, meetByDht } = await import('../discovery/meet-by-dht.ts');
  const keys = [...digests.map(dhtKey), ...infoHashes];
  await meetByDht({ bootstrap: dht, port: usualPeerPort, keys, peerPort: port, signal }).then(
    (node) => onNote(`This machine is a node of the DHT, at UDP port ${node}.`),
    (error: Error) => onProblem(error.message),
  );
}
