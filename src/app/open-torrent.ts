import type { Digest } from '../core/image/trust.ts';
import { FormatError, WebbootError } from '../errors.ts';
import type { Torrent, TorrentFile } from '../formats/bittorrent/torrent.ts';
import type { Network } from '../ports/network.ts';
import type { Swarm, TorrentImage, TorrentRequest } from '../ports/swarm.ts';
import type { PeerListener } from '../swarm/peer-listener.ts';
import type { SwarmMeeting, SwarmSetup } from '../swarm/swarm-setup.ts';

/** Of a torrent file: 5 GB in pieces of 256 KiB have 400 KB of hashes. */
export const mostTorrentBytes = 4 * 1024 * 1024;
/** Longer pieces would take more memory than there is. */
const longestPiece = 16 * 1024 * 1024;

export interface TorrentPorts {
  readonly network: Network;
  readonly listener: PeerListener;
  /** Brings machines together by the image's digest. */
  readonly meetOthers: (digest: Digest, meeting: SwarmMeeting) => void;
  readonly createSwarm: (setup: SwarmSetup) => Swarm;
}

/** An image by its distribution's torrent. Throws WebbootError if there is none that can be used. */
export async function openTorrent(
  request: TorrentRequest,
  { network, listener, meetOthers, createSwarm }: TorrentPorts,
): Promise<TorrentImage> {
  const { digest, onNote = () => {} } = request;
  const { torrent, file } = await findTorrent(request, network);
  const [{ torrentForm }, { findByTrackers }] = await Promise.all([
    import('../swarm/swarm-form.ts'),
    import('../swarm/find-by-trackers.ts'),
  ]);
  const form = torrentForm(torrent, file);
  const meet = (meeting: SwarmMeeting) => {
    const { signal, peerId, left, onFound } = meeting;
    const announce = { infoHash: torrent.infoHash, peerId, port: listener.port };
    const { trackers } = torrent;
    findByTrackers({ trackers, announce, left, network, signal, onFound, onNote });
    if (digest) meetOthers(digest, meeting);
  };
  return {
    bytes: file.bytes,
    swarm: createSwarm({ listener, form: async () => form, peersOnly: true, meet }),
    async open(signal) {
      const { readPieces } = await import('../swarm/read-pieces.ts');
      return readPieces({ form, size: file.bytes, meet, port: listener.port, signal });
    },
  };
}

interface FoundTorrent {
  readonly torrent: Torrent;
  readonly file: TorrentFile;
}

/** The first torrent file that has the image: whatever it says is a hint, and the signed digest decides. */
async function findTorrent(
  { urls, fileName, signal }: TorrentRequest,
  network: Network,
): Promise<FoundTorrent> {
  const { parseTorrent } = await import('../formats/bittorrent/torrent.ts');
  const reasons: string[] = [];
  for (const url of urls) {
    try {
      const { bytes } = await network.fetchSmall([url], { maxBytes: mostTorrentBytes, signal });
      const torrent = parseTorrent(bytes);
      const file =
        torrent.files.find(({ name }) => name === fileName) ??
        (torrent.files.length === 1 ? torrent.files[0] : undefined);
      const usable = torrent.geometry.pieceLength <= longestPiece;
      if (file !== undefined && file.bytes > 0 && usable) return { torrent, file };
      const why = usable ? 'it does not have the image' : 'its pieces are too long';
      reasons.push(`${new URL(url).host}: ${why}.`);
    } catch (error) {
      if (!(error instanceof WebbootError || error instanceof FormatError)) throw error;
      signal.throwIfAborted();
      reasons.push(error instanceof FormatError ? `${error.reason}.` : error.message);
    }
  }
  throw new WebbootError(
    'all-mirrors-failed',
    `${fileName} is given out by BitTorrent alone, and its torrent cannot be used. ${reasons.join(' ')}`,
    {
      subject: urls[0] ?? '',
      remedy: 'Try again later, or give the address of the ISO if you know one.',
    },
  );
}
