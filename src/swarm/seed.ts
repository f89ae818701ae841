import { ownGeometry } from '../core/swarm/geometry.ts';
import { bareInfoHash, ownTorrent, parseTorrent } from '../formats/bittorrent/torrent.ts';
import type { PieceSource } from '../storage/piece-source.ts';
import { type Caller, createCaller } from './call-found.ts';
import { hashPieces } from './hash-pieces.ts';
import type { PeerAddress } from './peer-link.ts';
import type { PeerListener } from './peer-listener.ts';
import { createFullBoard } from './piece-board.ts';
import { createSwarmNode } from './swarm-node.ts';
import { createPeerId, type SwarmPeer } from './swarm-peer.ts';

export interface SeedSetup {
  /** What the image is called by each of its digests. */
  readonly names: readonly string[];
  readonly size: number;
  /** Rejects once the file is not any more what was verified. */
  readonly source: PieceSource;
  readonly listener: PeerListener;
  /** Its pieces are hashed after that. */
  readonly after: Promise<unknown>;
  /** Waits until so many bytes may be sent. */
  readonly allow: (bytes: number) => Promise<void>;
  readonly onSent: (peer: SwarmPeer, bytes: number) => void;
  readonly onLeft: (peer: SwarmPeer) => void;
}

/** An image that is here, and is given to the machines of its swarms. */
export interface Seed {
  /** The image's own torrents, by its names, once its pieces have been hashed. Rejects where it cannot be read. */
  readonly torrents: Promise<ReadonlyMap<string, OwnTorrent>>;
  close(): void;
}

export interface OwnTorrent {
  readonly infoHash: Uint8Array;
  /** With addresses that have the file by HTTP (BEP 19). */
  bytes(webSeeds: readonly string[]): Uint8Array;
  /** Calls a machine that takes part in this torrent. */
  call(found: PeerAddress): void;
}

/** Gives at once to machines that know the image's digest, and to all once its pieces have been hashed. */
export function createSeed(setup: SeedSetup): Seed {
  const { names, size, source, listener, after, onLeft, ...giving } = setup;
  const geometry = ownGeometry(size);
  const leaving = new AbortController();
  const { signal } = leaving;
  const callers: Caller[] = [];
  const peerId = createPeerId();
  const node = createSwarmNode({
    peerId,
    port: () => listener.port,
    board: createFullBoard(geometry),
    source,
    ...giving,
    mayJoin: () => !signal.aborted,
    // The connection is closed; whoever calls again is bounded by the listener.
    onBroken: () => {},
    trusting: () => true,
    onLeft(peer, { isHere }) {
      if (!isHere) for (const caller of callers) caller.forget(peer.link);
      onLeft(peer);
    },
  });
  const hello = { peerId, pieces: geometry.pieces };
  const withdraw: (() => void)[] = [];
  const offer = (infoHash: Uint8Array) => {
    if (!signal.aborted) withdraw.push(listener.offer(infoHash, hello, node.add));
  };
  for (const name of names) offer(bareInfoHash(name, geometry));
  const torrentOf = (name: string, hashes: Uint8Array): OwnTorrent => {
    const { infoHash } = parseTorrent(ownTorrent(name, geometry, hashes));
    const caller = createCaller({
      infoHashes: [infoHash],
      hello,
      signal,
      mayCall: () => !signal.aborted,
      onLink: node.add,
    });
    offer(infoHash);
    callers.push(caller);
    return {
      infoHash,
      bytes: (webSeeds) => ownTorrent(name, geometry, hashes, webSeeds),
      call: caller.call,
    };
  };
  const hashed = async () => {
    await after;
    const hashes = await hashPieces(geometry, source, signal);
    return new Map(names.map((name) => [name, torrentOf(name, hashes)]));
  };
  const torrents = hashed();
  torrents.catch(() => {});
  return {
    torrents,
    close() {
      leaving.abort();
      for (const end of withdraw) end();
      node.close();
    },
  };
}
