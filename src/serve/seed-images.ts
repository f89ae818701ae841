import type { PieceSource } from '../storage/piece-source.ts';
import { openPeerListener, type PeerListener } from '../swarm/peer-listener.ts';
import { createSeed, type OwnTorrent, type Seed } from '../swarm/seed.ts';
import type { SwarmPeer } from '../swarm/swarm-peer.ts';
import type { Offered } from './offered.ts';
import type { Sending } from './send-file.ts';
import type { Taking } from './tally.ts';

export interface SeedingOptions extends Omit<Sending, 'patience'> {
  /** The one that is wanted; another one if it is taken. */
  readonly port: number;
  readonly reaches: (address: string) => boolean;
  readonly onProblem: (text: string) => void;
}

/** Images that are given by BitTorrent as well. */
export interface Seeding {
  /** Where other machines may call. */
  readonly port: number;
  /** The own torrent of an image under one of its ids, once its pieces have been hashed; undefined if they cannot be. */
  torrent(id: string): Promise<OwnTorrent | undefined>;
  stop(): void;
}

/** Gives the open images to machines that speak BitTorrent, within the server's bounds and its rate. */
export async function seedImages(
  images: readonly Offered[],
  options: SeedingOptions,
): Promise<Seeding> {
  const { rate, tally, onProblem } = options;
  const stopping = new AbortController();
  const listener = await openListener(options);
  const byId = new Map<string, Seed>();
  // One image after the other: all at once would only be slower.
  let turn: Promise<unknown> = Promise.resolve();
  for (const image of images) {
    const taking = new Map<SwarmPeer, Taking>();
    const seed = createSeed({
      names: image.ids,
      size: image.bytes,
      source: watched(image),
      listener,
      after: turn,
      allow: (bytes) => rate.take(bytes, stopping.signal),
      onSent(peer, bytes) {
        const one = taking.get(peer) ?? tally.begin(peer.link.address, image.id);
        taking.set(peer, one);
        tally.sent(one, bytes);
      },
      onLeft(peer) {
        const one = taking.get(peer);
        taking.delete(peer);
        if (one !== undefined) tally.end(one);
      },
    });
    turn = seed.torrents.catch((error: Error) => {
      if (!stopping.signal.aborted) onProblem(error.message);
    });
    for (const id of image.ids) byId.set(id, seed);
  }
  return {
    port: listener.port,
    async torrent(id) {
      const torrents = await byId.get(id)?.torrents.catch(() => undefined);
      return torrents?.get(id);
    },
    stop() {
      stopping.abort();
      listener.close();
      for (const seed of new Set(byId.values())) seed.close();
    },
  };
}

/** Its bytes, as long as it is what was verified. */
function watched({ path, read, unchanged, close }: Offered): PieceSource {
  return {
    path,
    async read(into, offset) {
      if (!(await unchanged())) throw new Error(`${path} was written to.`);
      return read(into, offset);
    },
    close,
  };
}

/** At the port that is wanted, so that a firewall can know it; at another one if it is taken. */
async function openListener({
  port,
  limits: { connections, connectionsPerAddress },
  reaches,
  tally,
}: SeedingOptions): Promise<PeerListener> {
  const bounds = {
    connections,
    connectionsPerAddress,
    reaches,
    onRefused: tally.refusedConnection,
  };
  try {
    return await openPeerListener({ ...bounds, port });
  } catch {
    return openPeerListener(bounds);
  }
}
