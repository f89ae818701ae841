import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import Dht from 'bittorrent-dht';
import { imageId } from '../core/image/image-id.ts';
import type { Digest } from '../core/image/trust.ts';
import { multicastAddresses } from './multicast.ts';
import { createSightings } from './sightings.ts';

export interface DhtMeeting {
  /** Nodes of the network, "HOST:PORT"; none if this is its first one. */
  readonly bootstrap: readonly string[];
  /** UDP port of this node; another one if it is taken. */
  readonly port?: number;
  /** Of what is fetched or given here: 20 bytes each, see `dhtKey`. */
  readonly keys: readonly Uint8Array[];
  /** Where this machine can be called (TCP). */
  readonly peerPort: number;
  readonly signal: AbortSignal;
  /** Another machine with one of them; absent for one that only gives. */
  readonly onFound?: (found: { readonly address: string; readonly port: number }) => void;
}

/** Milliseconds between announcements: often at the start; entries are kept for half an hour (BEP 5). */
const pauses = [5_000, 15_000, 60_000];
const longestPause = 5 * 60_000;
/** Machines that are told of; the rest may be forged. */
const mostFound = 256;

/**
 * Brings machines together beyond this network by a distributed hash table (BEP 5), until the signal
 * fires. Everybody in that network can learn who takes part in what. Resolves to the port of this node.
 */
export async function meetByDht(meeting: DhtMeeting): Promise<number> {
  const { keys, peerPort, signal, onFound } = meeting;
  const dht = await listen(meeting);
  const mayBe = createSightings(mostFound);
  // Packets of anybody, and nodes that do not answer, end nothing.
  dht.on('error', () => {});
  dht.on('warning', () => {});
  dht.on('peer', ({ host, port }) => {
    if (mayBe(host, port)) onFound?.({ address: host, port });
  });
  const end = () => dht.destroy();
  if (signal.aborted) end();
  else signal.addEventListener('abort', end, { once: true });
  void announceAgain(dht, { keys, peerPort, signal });
  return dht.address().port;
}

async function announceAgain(
  dht: Dht,
  { keys, peerPort, signal }: Pick<DhtMeeting, 'keys' | 'peerPort' | 'signal'>,
): Promise<void> {
  for (let round = 0; !signal.aborted; round += 1) {
    for (const key of keys) dht.announce(key, peerPort);
    const pause = pauses[round] ?? longestPause;
    await sleep(pause, undefined, { signal, ref: false }).catch(() => {});
  }
}

async function listen({ port, ...node }: DhtMeeting): Promise<Dht> {
  if (port === undefined) return listenAt(0, node);
  return listenAt(port, node).catch(() => listenAt(0, node));
}

function listenAt(port: number, { bootstrap }: Pick<DhtMeeting, 'bootstrap'>): Promise<Dht> {
  // The first node has nobody else to keep what it announces.
  const [host] = multicastAddresses();
  const dht = new Dht({ bootstrap, ...(host !== undefined && { host }) });
  return new Promise((resolve, reject) => {
    const fail = (error: Error) => {
      dht.destroy();
      reject(error);
    };
    dht.once('error', fail);
    dht.listen(port, () => {
      dht.off('error', fail);
      resolve(dht);
    });
  });
}

/**
 * Under which machines meet that know an image's digest: the first 20 bytes of SHA-256 over "webboot"
 * and the image's id. It is the info-hash of no torrent.
 */
export function dhtKey(digest: Digest): Uint8Array {
  return createHash('sha256')
    .update(`webboot${imageId(digest)}`)
    .digest()
    .subarray(0, 20);
}
