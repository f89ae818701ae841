import { imageId } from '../core/image/image-id.ts';
import type { PeerSetting } from '../core/settings/settings.ts';
import type { PieceHashes } from '../core/swarm/piece-check.ts';
import { FormatError, WebbootError } from '../errors.ts';
import type { Network } from '../ports/network.ts';
import type { Swarms } from '../ports/swarm.ts';
import type { PeerListener } from '../swarm/peer-listener.ts';
import type { JoinedSwarm } from '../swarm/swarm.ts';
import { isMirrorHere } from './near-images.ts';

/** Of a torrent file: 3 GB in pieces of 256 KiB have 250 KB of hashes. */
const mostTorrentBytes = 4 * 1024 * 1024;
/** What the hint of a torrent is worth waiting for. */
const torrentMs = 5_000;

/** Images that are fetched together with other machines of this network; undefined for none. */
export function openSwarms(network: Network, peers: PeerSetting = 'auto'): Swarms | undefined {
  // Whoever is named by a URL has the whole image.
  if (peers === 'off' || typeof peers !== 'string') return undefined;
  const joined = new Set<JoinedSwarm>();
  let listener: Promise<PeerListener> | undefined;
  return {
    async join(digest, { mirrors, torrents }) {
      const [
        { createSwarm },
        { openPeerListener },
        { createLanReach },
        { meet },
        { searchLocally },
      ] = await Promise.all([
        import('../swarm/swarm.ts'),
        import('../swarm/peer-listener.ts'),
        import('../discovery/lan-reach.ts'),
        import('../discovery/meet.ts'),
        import('../discovery/search-locally.ts'),
      ]);
      if (peers === 'auto' && isMirrorHere(mirrors, createLanReach())) return undefined;
      listener ??= openPeerListener({ reaches: createLanReach() });
      const open = await listener.catch(() => undefined);
      if (open === undefined) return undefined;
      const swarm = createSwarm({
        name: imageId(digest),
        listener: open,
        meet({ signal, infoHash, onFound }) {
          const { port } = open;
          meet({ digests: [digest], port, signal, onFound });
          if (infoHash) searchLocally({ infoHashes: [infoHash], port, signal, onFound });
        },
        findHashes: ({ size }, signal) => findHashes(network, torrents, { size, signal }),
      });
      joined.add(swarm);
      return swarm;
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
