import { WebbootError } from '../errors.ts';
import type { TorrentReading } from '../ports/swarm.ts';
import { createBanList } from './ban-list.ts';
import { createCaller } from './call-found.ts';
import { createPieceBoard } from './piece-board.ts';
import { createPieceBuffers } from './piece-buffers.ts';
import type { SwarmForm } from './swarm-form.ts';
import { createSwarmNode } from './swarm-node.ts';
import { createPeerId } from './swarm-peer.ts';
import type { SwarmMeeting } from './swarm-setup.ts';
import { createPieceTaker } from './take-pieces.ts';

export interface PieceReadingSetup {
  readonly form: SwarmForm;
  /** Of the file. */
  readonly size: number;
  readonly meet: (meeting: SwarmMeeting) => void;
  readonly port: number;
  readonly signal: AbortSignal;
}

const watchMs = 250;
const mostPeers = 32;
/** Pieces that are kept: an ISO is read here and there, and near the same places again. */
const keptPieces = 8;
/** Others are found and asked; after that there is no hope. */
const patienceMs = 60_000;

interface Wanted {
  readonly bytes: Promise<Uint8Array>;
  readonly resolve: (bytes: Uint8Array) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Reads a file by single pieces of a torrent, before it is downloaded: each read takes whole pieces
 * from whoever has them, checked by the torrent's hashes. Nothing is given to others.
 */
export function readPieces({ form, size, meet, port, signal }: PieceReadingSetup): TorrentReading {
  const { geometry, start } = form;
  const { pieceLength } = geometry;
  const closing = new AbortController();
  const ends = AbortSignal.any([signal, closing.signal]);
  const wanted = new Map<number, Wanted>();
  const kept = new Map<number, Promise<Uint8Array>>();
  const board = createPieceBoard(geometry, {
    count: Number.POSITIVE_INFINITY,
    has: (piece) => wanted.has(piece),
  });
  const buffers = createPieceBuffers(geometry);
  const bans = createBanList(() => {});
  const peerId = createPeerId();
  let bytesRead = 0;

  const taker = createPieceTaker({
    board,
    buffers,
    get peers() {
      return node.peers;
    },
    mayTake: () => true,
    onPiece({ piece, bytes, from }) {
      const good = form.check?.(piece, bytes) ?? true;
      if (!good)
        for (const peer of from.size === 1 ? from : []) bans.ban(peer, 'its pieces are wrong');
      board.giveBack(piece, !good);
      if (good) {
        bytesRead += bytes.length;
        wanted.get(piece)?.resolve(bytes.slice());
        wanted.delete(piece);
      }
      buffers.giveBack(bytes);
      for (const peer of node.peers) taker.fill(peer);
    },
    onUsable: (peer) => node.count(peer),
    ban: bans.ban,
  });
  const node = createSwarmNode({
    peerId,
    port: () => port,
    board,
    source: undefined,
    download: {
      onUsable: taker.fill,
      onBlock: taker.onBlock,
      onReject: taker.onReject,
      release: taker.release,
    },
    mayJoin: (link) => !bans.has(link) && node.peers.size < mostPeers,
    onBroken: bans.ban,
    onLeft({ link }, { isHere }) {
      if (!isHere) caller.forget(link);
    },
    trusting: () => true,
  });
  const caller = createCaller({
    infoHashes: form.infoHashes,
    hello: { peerId, pieces: geometry.pieces },
    signal: ends,
    mayCall: ({ address }) => !bans.hasAddress(address) && node.peers.size < mostPeers,
    onLink: node.add,
  });
  meet({
    signal: ends,
    infoHash: form.infoHash,
    peerId,
    left: () => size,
    onFound: caller.call,
  });
  const watch = setInterval(() => {
    taker.watch(node.peers);
    for (const peer of node.peers) taker.fill(peer);
  }, watchMs);
  watch.unref();

  const pieceAt = (piece: number): Promise<Uint8Array> => {
    const known = kept.get(piece);
    if (known !== undefined) return known;
    const { promise, resolve, reject } = Promise.withResolvers<Uint8Array>();
    wanted.set(piece, { bytes: promise, resolve, reject });
    kept.set(piece, promise);
    promise.catch(() => kept.delete(piece));
    for (const oldest of kept.keys()) {
      if (kept.size <= keptPieces) break;
      kept.delete(oldest);
    }
    for (const peer of node.peers) taker.fill(peer);
    return promise;
  };

  return {
    size,
    get bytesRead() {
      return bytesRead;
    },
    async read(offset, length, options = {}) {
      const end = Math.min(size, offset + length);
      const parts: Uint8Array[] = [];
      for (let at = offset; at < end; ) {
        const piece = Math.floor((start + at) / pieceLength);
        const within = start + at - piece * pieceLength;
        const bytes = await orGivenUp(pieceAt(piece), [ends, options.signal ?? ends]);
        const part = bytes.subarray(within, within + end - at);
        parts.push(part);
        at += part.length;
      }
      return Buffer.concat(parts);
    },
    async close() {
      closing.abort();
      clearInterval(watch);
      node.close();
      for (const { reject } of wanted.values()) reject(new Error('closed'));
    },
  };
}

/** The piece, or a failure if nobody gives it or nobody waits for it. */
async function orGivenUp(
  piece: Promise<Uint8Array>,
  signals: readonly AbortSignal[],
): Promise<Uint8Array> {
  const stop = AbortSignal.any([...signals]);
  const late = AbortSignal.timeout(patienceMs);
  const gaveUp = new Promise<never>((_, reject) => {
    const all = AbortSignal.any([stop, late]);
    const end = () => reject(late.aborted && !stop.aborted ? nobody() : stop.reason);
    if (all.aborted) end();
    else all.addEventListener('abort', end, { once: true });
  });
  gaveUp.catch(() => {});
  return Promise.race([piece, gaveUp]);
}

function nobody(): WebbootError {
  return new WebbootError(
    'connection-stalled',
    `No machine of the torrent has sent a piece for ${patienceMs / 1000} seconds.`,
    { remedy: 'Its trackers may be down, or a firewall keeps BitTorrent back. Try again later.' },
  );
}
