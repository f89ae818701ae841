import { imageId } from '../core/image/image-id.ts';
import type { Digest } from '../core/image/trust.ts';
import type { PeerSetting } from '../core/settings/settings.ts';
import type { PieceHashes } from '../core/swarm/piece-check.ts';
import { FormatError, WebbootError } from '../errors.ts';
import type { Network } from '../ports/network.ts';
import type { Swarms } from '../ports/swarm.ts';
import type { PeerListener } from '../swarm/peer-listener.ts';
import type { JoinedSwarm } from '../swarm/swarm.ts';
import type { SwarmMeeting, SwarmSetup } from '../swarm/swarm-setup.ts';
import { isMirrorHere } from './near-images.ts';
import { mostTorrentBytes } from './open-torrent.ts';

/** What the hint of a torrent is worth waiting for. */
const torrentMs = 5_000;

/**
 * Images that are fetched together with other machines: of this network, unless it is not to be asked,
 * and beyond it by the nodes of a DHT, if there are any.
 */
export function openSwarms(
  network: Network,
  peers: PeerSetting = 'auto',
  dht: readonly string[] = [],
): Swarms {
  // Whoever is named by a URL has the whole image.
  const here = peers === 'auto' || peers === 'lan';
  const joined = new Set<JoinedSwarm>();
  let listener: Promise<PeerListener> | undefined;
  const listen = async (): Promise<PeerListener> => {
    const [{ openPeerListener }, { createLanReach }] = await Promise.all([
      import('../swarm/peer-listener.ts'),
      import('../discovery/lan-reach.ts'),
    ]);
    const reaches = dht.length > 0 ? () => true : createLanReach();
    listener ??= openPeerListener({ reaches });
    return listener;
  };
  const create = async () => {
    const { createSwarm } = await import('../swarm/swarm.ts');
    return (setup: SwarmSetup) => {
      const swarm = createSwarm(setup);
      joined.add(swarm);
      return swarm;
    };
  };
  return {
    async join(digest, { mirrors, torrents }) {
      if (!here && dht.length === 0) return undefined;
      const { createLanReach } = await import('../discovery/lan-reach.ts');
      if (peers === 'auto' && isMirrorHere(mirrors, createLanReach())) return undefined;
      const open = await listen().catch(() => undefined);
      if (open === undefined) return undefined;
      const [createSwarm, meetOthers, { ownForm }] = await Promise.all([
        create(),
        meeting(open.port, { here, dht }),
        import('../swarm/swarm-form.ts'),
      ]);
      return createSwarm({
        listener: open,
        form: async (size, signal) =>
          ownForm(imageId(digest), size, await findHashes(network, torrents, { size, signal })),
        meet: (one) => meetOthers(digest, one),
      });
    },
    async torrent(request) {
      const open = await listen();
      const [createSwarm, meetOthers, { openTorrent }] = await Promise.all([
        create(),
        meeting(open.port, { here, dht }),
        import('./open-torrent.ts'),
      ]);
      return openTorrent(request, { network, listener: open, meetOthers, createSwarm });
    },
    async linger(options) {
      if (joined.size === 0) return;
      const { linger, sumOfOthers } = await import('../swarm/linger.ts');
      await linger(() => sumOfOthers([...joined].map(({ others }) => others)), options);
    },
    async leave() {
      await Promise.all([...joined].map((swarm) => swarm.leave()));
      joined.clear();
      (await listener?.catch(() => undefined))?.close();
      listener = undefined;
    },
  };
}

/** Brings machines together that have an image of this digest, or fetch it. */
async function meeting(
  port: number,
  { here, dht }: { readonly here: boolean; readonly dht: readonly string[] },
) {
  const [{ meet }, { searchLocally }] = await Promise.all([
    import('../discovery/meet.ts'),
    import('../discovery/search-locally.ts'),
  ]);
  const byDht = dht.length > 0 ? await import('../discovery/meet-by-dht.ts') : undefined;
  return (digest: Digest, { signal, infoHash, onFound }: SwarmMeeting) => {
    const infoHashes = infoHash ? [infoHash] : [];
    if (here) {
      meet({ digests: [digest], port, signal, onFound });
      searchLocally({ infoHashes, port, signal, onFound });
    }
    if (byDht === undefined) return;
    const keys = [byDht.dhtKey(digest), ...infoHashes];
    const beyond = { bootstrap: dht, keys, peerPort: port, signal, onFound };
    // Without a port for it, the others are still there.
    byDht.meetByDht(beyond).catch(() => {});
  };
}

/** By the first torrent that has a file of this size; what is no torrent is passed over. */
async function findHashes(
  network: Network,
  torrents: readonly string[],
  { size, signal }: { readonly size: number; readonly signal: AbortSignal },
): Promise<PieceHashes | undefined> {
  const { parseTorrent } = await import('../formats/bittorrent/torrent.ts');
  const within = AbortSignal.any([signal, AbortSignal.timeout(torrentMs)]);
  for (const url of torrents) {
    try {
      const { bytes } = await network.fetchSmall([url], {
        maxBytes: mostTorrentBytes,
        signal: within,
        optional: true,
      });
      const { geometry, hashes, files } = parseTorrent(bytes);
      const file = files.find((one) => one.bytes === size);
      if (file) return { geometry, start: file.start, hashes };
    } catch (error) {
      if (!(error instanceof WebbootError || error instanceof FormatError)) throw error;
    }
  }
  return undefined;
}
