import { defined } from '../core/defined.ts';
import { claimsExtension } from '../formats/bittorrent/claims.ts';
import { encodeExtensionHandshake } from '../formats/bittorrent/extension-handshake.ts';
import type { PieceSource } from '../storage/piece-source.ts';
import { createPieceNews } from './announce-pieces.ts';
import { createHolderCount } from './count-holders.ts';
import { hearPeers, type NodeDownload, type PeerClaims, tellClaims } from './hear-peer.ts';
import type { PeerLink } from './peer-link.ts';
import type { PieceBoard } from './piece-board.ts';
import { goesBefore, nameOf } from './same-machine.ts';
import { createBlockSender, mostWaiting } from './send-blocks.ts';
import { createSendRooms } from './send-rooms.ts';
import { createSwarmPeer, type SwarmPeer } from './swarm-peer.ts';

/** This machine in one swarm: its connections, what the others have, and what it gives them. */
export interface SwarmNode {
  readonly peers: ReadonlySet<SwarmPeer>;
  readonly bytesOut: number;
  add(link: PeerLink): void;
  /** Tells all that this piece can be had here. */
  announce(piece: number): void;
  /** Tells all that take it what is being fetched here now. */
  tellClaims(): void;
  /** The machine has become usable, or is no more. */
  count(peer: SwarmPeer): void;
  /** Everything is here: only others take from now on. */
  settle(): void;
  close(): void;
}

export interface SwarmNodeOptions {
  readonly peerId: Uint8Array;
  readonly port: () => number | undefined;
  readonly board: PieceBoard;
  /** What is here; undefined where nothing is given. */
  readonly source: PieceSource | undefined;
  readonly download?: NodeDownload;
  /** Absent for a machine that fetches nothing from the origin. */
  readonly claims?: PeerClaims;
  readonly allow?: (bytes: number) => Promise<void>;
  readonly onSent?: (peer: SwarmPeer, bytes: number) => void;
  /** The machine may still be here, by another connection. */
  readonly onLeft?: (peer: SwarmPeer, options: { readonly isHere: boolean }) => void;
  /** Two of them are kept apart by an address and a port. */
  readonly mayJoin: (link: PeerLink) => boolean;
  /** A machine broke the protocol: a reason, such as "it sends …". */
  readonly onBroken: (peer: SwarmPeer, why: string) => void;
  /** Nothing is checked before the first piece of a machine, if its pieces have hashes. */
  readonly trusting: () => boolean;
}

const client = 'webboot';

export function createSwarmNode(options: SwarmNodeOptions): SwarmNode {
  const { board, download, claims, peerId, allow = async () => {} } = options;
  const { pieces } = board.geometry;
  const peers = new Set<SwarmPeer>();
  const holders = createHolderCount(board, (peer) => download?.onUsable(peer));
  const news = createPieceNews(peers);
  const rooms = createSendRooms();
  let bytesOut = 0;
  let done = board.complete;

  const hear = hearPeers({
    board,
    holders,
    download,
    claims,
    isDone: () => done,
    onBroken(peer, why) {
      options.onBroken(peer, why);
      peer.link.close();
    },
  });

  /** A machine that has called itself hangs up. */
  const isOwn = ({ handshake }: PeerLink) => Buffer.compare(handshake.peerId, peerId) === 0;

  /** Closes a connection to the same machine; false if that one is kept. */
  const replaceBy = (link: PeerLink) => {
    const name = nameOf(link);
    const same = [...peers].filter((peer) => nameOf(peer.link) === name);
    if (!same.every((peer) => goesBefore(link, peer.link, peerId))) return false;
    for (const peer of same) peer.link.close();
    return true;
  };

  const greet = ({ link }: SwarmPeer) => {
    const { fast, extended } = link.handshake;
    const queue = mostWaiting / 2;
    if (extended) {
      const port = options.port();
      const claimsId = claims && claimsExtension.id;
      const said = { client, queue, ...defined({ port, claimsId }) };
      const payload = encodeExtensionHandshake(said);
      link.send({ kind: 'extended', id: 0, payload });
    }
    if (board.kept.count === pieces && fast) link.send({ kind: 'have-all' });
    else if (board.kept.count > 0) link.send({ kind: 'bitfield', bits: board.kept.bytes() });
    else if (fast) link.send({ kind: 'have-none' });
  };

  return {
    peers,
    get bytesOut() {
      return bytesOut;
    },
    count: holders.update,
    add(link) {
      if (!options.mayJoin(link) || isOwn(link) || !replaceBy(link)) return link.close();
      const sender = createBlockSender({
        link,
        geometry: board.geometry,
        source: options.source,
        rooms,
        has: board.kept.has,
        allow,
        onSent: (bytes) => {
          bytesOut += bytes;
          options.onSent?.(peer, bytes);
        },
      });
      const peer: SwarmPeer = createSwarmPeer(link, sender, { pieces, now: performance.now() });
      if (options.trusting()) peer.sampled = 'yes';
      peers.add(peer);
      greet(peer);
      if (done) link.unref();
      link.start({
        onMessage: (message) => hear(peer, message),
        onClose(why) {
          if (peer.closed) return;
          if (why !== undefined) options.onBroken(peer, why);
          peer.closed = true;
          peer.sender.forget();
          holders.update(peer);
          peers.delete(peer);
          download?.release(peer);
          const name = nameOf(link);
          const isHere = [...peers].some((other) => nameOf(other.link) === name);
          options.onLeft?.(peer, { isHere });
        },
      });
    },
    announce: (piece) => news.add(piece, { urgent: board.holders(piece) === 0 }),
    tellClaims() {
      const own = claims?.own() ?? [];
      for (const peer of peers) tellClaims(peer, own);
    },
    settle() {
      done = true;
      for (const peer of peers) {
        if (peer.interesting) peer.link.send({ kind: 'not-interested' });
        peer.link.unref();
      }
    },
    close() {
      news.close();
      for (const peer of peers) peer.link.close();
    },
  };
}
