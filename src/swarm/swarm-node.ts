import { FormatError } from '../errors.ts';
import {
  decodeExtensionHandshake,
  encodeExtensionHandshake,
} from '../formats/bittorrent/extension-handshake.ts';
import type { BlockRequest, PeerMessage } from '../formats/bittorrent/peer-message.ts';
import type { PieceReader } from '../storage/piece-reader.ts';
import { piecesIn } from './bit-set.ts';
import type { PeerLink } from './peer-link.ts';
import type { PieceBoard } from './piece-board.ts';
import { createBlockSender, mostWaiting } from './send-blocks.ts';
import { createSwarmPeer, isUsable, type SwarmPeer } from './swarm-peer.ts';

/** What a download does with what other machines send. */
export interface NodeDownload {
  onUsable(peer: SwarmPeer): void;
  onBlock(peer: SwarmPeer, piece: number, begin: number, block: Uint8Array): void;
  onReject(peer: SwarmPeer, request: BlockRequest): void;
  /** Of a machine that is gone, or does not answer any more. */
  release(peer: SwarmPeer): void;
}

/** This machine in one swarm: its connections, what the others have, and what it gives them. */
export interface SwarmNode {
  readonly peers: ReadonlySet<SwarmPeer>;
  readonly bytesOut: number;
  add(link: PeerLink): void;
  /** Tells all that this piece can be had here. */
  announce(piece: number): void;
  /** The machine has become usable, or is no more. */
  count(peer: SwarmPeer): void;
  drop(peer: SwarmPeer): void;
  /** Everything is here: only others take from now on. */
  settle(): void;
  close(): void;
}

export interface SwarmNodeOptions {
  readonly peerId: Uint8Array;
  readonly port: () => number | undefined;
  readonly board: PieceBoard;
  readonly reader: () => PieceReader | undefined;
  readonly download?: NodeDownload;
  readonly allow?: (bytes: number) => Promise<void>;
  readonly onSent?: (peer: SwarmPeer, bytes: number) => void;
  readonly onLeft?: (peer: SwarmPeer) => void;
  /** Two of them are kept apart by an address and a port. */
  readonly mayJoin: (link: PeerLink) => boolean;
  /** A machine broke the protocol: a reason, such as "it sends …". */
  readonly onBroken: (peer: SwarmPeer, why: string) => void;
  /** Nothing is checked before the first piece of a machine, if its pieces have hashes. */
  readonly trusting: () => boolean;
}

const client = 'webboot';
/** Each of these costs as many steps as the file has pieces. */
const recounting: ReadonlySet<PeerMessage['kind']> = new Set([
  ...(['choke', 'unchoke', 'bitfield', 'have-all'] as const),
]);
/** Programs choke and unchoke every ten seconds: nearly three hours. */
const mostRecounts = 1_000;

export function createSwarmNode(options: SwarmNodeOptions): SwarmNode {
  const { board, download, peerId, allow = async () => {} } = options;
  const { pieces } = board.geometry;
  const peers = new Set<SwarmPeer>();
  /** Those whose pieces count as held. */
  const counted = new Set<SwarmPeer>();
  let bytesOut = 0;
  let done = board.complete;

  const count = (peer: SwarmPeer) => {
    const usable = isUsable(peer);
    if (usable === counted.has(peer)) return;
    if (usable) {
      counted.add(peer);
      board.addHolder(peer.pieces);
      download?.onUsable(peer);
    } else {
      counted.delete(peer);
      board.removeHolder(peer.pieces);
    }
  };

  const want = (peer: SwarmPeer) => {
    if (done || peer.interesting || peer.pieces.count === 0) return;
    peer.interesting = true;
    peer.link.send({ kind: 'interested' });
  };

  const broken = (peer: SwarmPeer, why: string) => {
    options.onBroken(peer, why);
    peer.link.close();
  };

  const onHave = (peer: SwarmPeer, piece: number) => {
    if (piece >= pieces) return broken(peer, 'it names a piece that does not exist');
    if (!peer.pieces.add(piece)) return;
    if (board.spread(piece) === 0 && board.isWanted(piece)) peer.lastFresh = performance.now();
    if (counted.has(peer)) board.addHave(piece, peer.pieces);
    want(peer);
    if (board.isWanted(piece)) download?.onUsable(peer);
  };

  const onAll = (peer: SwarmPeer, found: Iterable<number>) => {
    // Only at the start is it said at once (BEP 3): whatever was counted is counted again.
    const wasCounted = counted.delete(peer);
    if (wasCounted) board.removeHolder(peer.pieces);
    for (const piece of found) peer.pieces.add(piece);
    count(peer);
    want(peer);
  };

  const onMessage = (peer: SwarmPeer, message: PeerMessage) => {
    if (recounting.has(message.kind)) {
      peer.recounts += 1;
      if (peer.recounts > mostRecounts)
        return broken(peer, 'it takes back what it says, over and over');
    }
    switch (message.kind) {
      case 'choke':
        peer.choking = true;
        count(peer);
        download?.release(peer);
        return;
      case 'unchoke':
        peer.choking = false;
        count(peer);
        return;
      case 'interested':
        peer.interested = true;
        // Once: an answer to each of them would gather here if it is not read.
        if (!peer.unchoked) peer.link.send({ kind: 'unchoke' });
        peer.unchoked = true;
        return;
      case 'not-interested':
        peer.interested = false;
        return;
      case 'have':
        return onHave(peer, message.piece);
      case 'bitfield': {
        const found = piecesIn(message.bits, pieces);
        if (found === undefined) return broken(peer, 'its pieces are not those of this file');
        return onAll(peer, found);
      }
      case 'have-all':
        return onAll(
          peer,
          Array.from({ length: pieces }, (_, piece) => piece),
        );
      case 'request':
        peer.lastAsked = performance.now();
        if (!peer.sender.ask(message)) broken(peer, 'it asks for what does not exist');
        return;
      case 'cancel':
        return peer.sender.cancel(message);
      case 'reject':
        return download?.onReject(peer, message);
      case 'piece':
        return download?.onBlock(peer, message.piece, message.begin, message.block);
      case 'extended':
        if (message.id === 0) readExtensions(peer, message.payload);
        return;
      default:
        return;
    }
  };

  const greet = ({ link }: SwarmPeer) => {
    const { fast, extended } = link.handshake;
    const queue = mostWaiting / 2;
    if (extended) {
      const payload = encodeExtensionHandshake({ client, queue, ...withPort(options.port()) });
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
    count,
    add(link) {
      if (!options.mayJoin(link) || !replaces(link, peers, peerId)) return link.close();
      const sender = createBlockSender({
        link,
        geometry: board.geometry,
        reader: options.reader,
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
        onMessage: (message) => onMessage(peer, message),
        onClose(why) {
          if (peer.closed) return;
          if (why !== undefined) options.onBroken(peer, why);
          peer.closed = true;
          peer.sender.forget();
          count(peer);
          peers.delete(peer);
          download?.release(peer);
          options.onLeft?.(peer);
        },
      });
    },
    announce(piece) {
      for (const { link } of peers) link.send({ kind: 'have', piece });
    },
    drop: (peer) => peer.link.close(),
    settle() {
      done = true;
      for (const peer of peers) {
        if (peer.interesting) peer.link.send({ kind: 'not-interested' });
        peer.link.unref();
      }
    },
    close() {
      for (const peer of peers) peer.link.close();
    },
  };
}

/** What another program says of itself wrongly is not used. */
function readExtensions(peer: SwarmPeer, payload: Uint8Array): void {
  try {
    const { queue } = decodeExtensionHandshake(payload);
    if (queue !== undefined) peer.depth = Math.min(queue, mostDepth);
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
  }
}

/** 2 MiB on their way from one machine. */
const mostDepth = 128;

function withPort(port: number | undefined): { readonly port?: number } {
  return port === undefined ? {} : { port };
}

/**
 * Two machines may call each other at the same time: both keep the call of the one with the smaller
 * name, and close the other. A machine that has called itself hangs up.
 */
function replaces(link: PeerLink, peers: ReadonlySet<SwarmPeer>, own: Uint8Array): boolean {
  const theirs = link.handshake.peerId;
  const order = Buffer.compare(own, theirs);
  if (order === 0) return false;
  for (const peer of peers) {
    if (Buffer.compare(peer.link.handshake.peerId, theirs) !== 0) continue;
    const better = link.incoming !== order < 0;
    if (!better || peer.link.incoming === link.incoming) return false;
    peer.link.close();
  }
  return true;
}
