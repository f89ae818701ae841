import { randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { encodeLocalSearch, parseLocalSearch } from '../formats/bittorrent/local-search.ts';
import { followNetworks } from './follow-networks.ts';
import { createLanReach } from './lan-reach.ts';
import { multicastAddresses } from './multicast.ts';
import { createSightings } from './sightings.ts';

export interface Searching {
  /** Of the torrents that are fetched or given here; 20 bytes each. */
  readonly infoHashes: readonly Uint8Array[];
  /** Where this machine can be called. */
  readonly port: number;
  readonly signal: AbortSignal;
  readonly onFound: (
    found: { readonly address: string; readonly port: number },
    infoHash: Uint8Array,
  ) => void;
}

const group = { address: '239.192.152.143', port: 6771 };
/** Of a message, so that it fits into one packet. */
const hashesAtOnce = 16;
/** Programs speak every five minutes; of webboot too, whose peers also find each other in other ways (BEP 14). */
const everyMs = 5 * 60_000;
/** Machines that are told of; the rest may be forged. */
const mostFound = 256;

/**
 * Meets other programs on this network that take part in the same torrents, by BitTorrent's local
 * service discovery (BEP 14), until the signal fires. A program is where its message came from.
 */
export function searchLocally({ infoHashes, port, signal, onFound }: Searching): void {
  const cookie = randomBytes(8).toString('hex');
  const isHere = createLanReach();
  const mayBe = createSightings(mostFound);
  const known = new Map(infoHashes.map((hash) => [Buffer.from(hash).toString('hex'), hash]));
  const messages = Array.from({ length: Math.ceil(infoHashes.length / hashesAtOnce) }, (_, at) => {
    const part = infoHashes.slice(at * hashesAtOnce, (at + 1) * hashesAtOnce);
    const search = { infoHashes: part, port, cookie };
    return encodeLocalSearch(search, `${group.address}:${group.port}`);
  });
  const read = (bytes: Uint8Array, address: string) => {
    if (!isHere(address)) return;
    const search = parseLocalSearch(bytes);
    if (search === undefined || search.cookie === cookie) return;
    for (const hash of search.infoHashes) {
      const own = known.get(Buffer.from(hash).toString('hex'));
      if (own !== undefined && mayBe(address, search.port))
        onFound({ address, port: search.port }, own);
    }
  };
  const open = (address: string) => {
    const socket = createSocket({ type: 'udp4', reuseAddr: true });
    // A port or a network that refuses is one without other programs.
    socket.on('error', () => {});
    socket.on('message', (bytes, { address: sender }) => read(bytes, sender));
    const say = () => {
      for (const message of messages) socket.send(message, group.port, group.address, () => {});
    };
    socket.bind(group.port, '0.0.0.0', () => {
      try {
        socket.addMembership(group.address, address);
        socket.setMulticastInterface(address);
        socket.setMulticastTTL(1);
        say();
      } catch {
        // The network has gone again.
      }
    });
    const saying = setInterval(say, everyMs);
    saying.unref();
    socket.unref();
    return {
      close() {
        clearInterval(saying);
        socket.close();
      },
    };
  };
  if (signal.aborted || infoHashes.length === 0) return;
  const close = (one: ReturnType<typeof open>) => one.close();
  const networks = followNetworks(multicastAddresses, { open, close });
  signal.addEventListener('abort', () => networks.stop().forEach(close), { once: true });
}
