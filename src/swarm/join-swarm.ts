import { memberNumber } from '../core/swarm/rendezvous.ts';
import { WebbootError } from '../errors.ts';
import type { SwarmPass } from '../ports/swarm.ts';
import { openPieceSource } from '../storage/piece-source.ts';
import { acceptPieces } from './accept-pieces.ts';
import { createBanList } from './ban-list.ts';
import { createCaller } from './call-found.ts';
import { claimPieces } from './claim-pieces.ts';
import { judgePieces } from './judge-pieces.ts';
import { createOriginClaims } from './origin-claims.ts';
import { createPieceBoard } from './piece-board.ts';
import { createPieceBuffers } from './piece-buffers.ts';
import { settleIn } from './settle-in.ts';
import { createSparing } from './spare-origin.ts';
import { createSwarmNode, type SwarmNode } from './swarm-node.ts';
import type { Attempt, SwarmPeer } from './swarm-peer.ts';
import type { SwarmSetup } from './swarm-setup.ts';
import { createPieceTaker } from './take-pieces.ts';

export interface Membership {
  readonly node: SwarmNode;
  readonly pieces: number;
  /** Resolves when everything is here; rejects when it cannot be had. */
  run(): Promise<void>;
  leave(): Promise<void>;
}

const mostPeers = 48;
const watchMs = 250;

/** Takes part in one attempt at a file: finds the others, takes pieces from them and from the origin, and gives. */
export async function joinSwarm(
  setup: SwarmSetup,
  peerId: Uint8Array,
  pass: SwarmPass,
): Promise<Membership> {
  const { listener } = setup;
  const { onNote } = pass;
  const { origin } = pass;
  const leaving = new AbortController();
  const signal = AbortSignal.any([pass.signal, leaving.signal]);
  const form = await setup.form(pass.size, signal);
  const { geometry, start, infoHash, infoHashes } = form;
  const board = createPieceBoard(geometry, form.wanted);
  const buffers = createPieceBuffers(geometry);
  // Of pieces that have something of other files, nothing can be given.
  const isWhole = start === 0 && pass.size === geometry.size;
  const source = isWhole ? await openPieceSource(pass.sink) : undefined;
  const bans = createBanList(pass.onDropped);
  const done = Promise.withResolvers<void>();
  done.promise.catch(() => {});
  let { check } = form;
  let lastGain = performance.now();
  let originError: unknown;

  const judge = judgePieces({
    board,
    origin,
    signal,
    check: () => check,
    distrustHint() {
      check = undefined;
      onNote(
        'The torrent is not of this image: what the mirrors have is another file. It is not used.',
      );
    },
    ban: bans.ban,
  });
  const accept = acceptPieces({
    board,
    buffers,
    start,
    pass,
    judge,
    onReceivedFrom(peer, bytes) {
      sparing.noteReceived(bytes);
      pass.onReceivedFrom(peer.url, bytes);
    },
    onKept(piece) {
      lastGain = performance.now();
      sparing.noteGain();
      node.announce(piece);
      claims.end([piece]);
      if (board.complete) done.resolve();
    },
    onRefused: (piece) => claims.giveUp([piece]),
    onRoom() {
      for (const peer of node.peers) taker.fill(peer);
    },
  });
  const hasAll = ({ pieces }: SwarmPeer) => pieces.count === geometry.pieces;
  const onTaken = ({ piece, bytes, from, begun }: Attempt) => {
    if ([...from].some(hasAll)) claims.noteTime(performance.now() - begun);
    accept(piece, bytes, from).catch(done.reject);
  };
  const member = memberNumber(peerId);
  const claims = createOriginClaims({ member, tell: () => node.tellClaims() });
  const sparing = createSparing({ board, own: member, peers: () => node.peers, claims });
  const taker = createPieceTaker({
    board,
    buffers,
    get peers() {
      return node.peers;
    },
    mayTake: sparing.mayTake,
    onPiece: onTaken,
    onBegun(peer, piece) {
      if (hasAll(peer)) claims.begin([piece]);
    },
    onGivenUp: (piece) => claims.giveUp([piece]),
    onUsable: (peer) => node.count(peer),
    ban: bans.ban,
  });
  const node = createSwarmNode({
    peerId,
    port: () => listener.port,
    board,
    source,
    download: {
      onUsable: taker.fill,
      onReject: taker.onReject,
      release: taker.release,
      onBlock(peer, piece, begin, block) {
        claims.progress([piece]);
        taker.onBlock(peer, piece, begin, block);
      },
    },
    claims,
    ...(setup.allow && { allow: setup.allow }),
    mayJoin: (link) => !bans.has(link) && node.peers.size < mostPeers,
    onBroken: bans.ban,
    onLeft(peer, { isHere }) {
      if (!isHere) caller.forget(peer.link);
      claims.forget(peer);
    },
    trusting: () => check !== undefined,
  });

  const hello = { peerId, pieces: geometry.pieces };
  const withdraw = infoHashes.map((hash) => listener.offer(hash, hello, node.add));
  const caller = createCaller({
    infoHashes,
    hello,
    signal,
    mayCall: ({ address }) => !bans.hasAddress(address) && node.peers.size < mostPeers,
    onLink: node.add,
  });
  const left = () => (geometry.pieces - board.kept.count) * geometry.pieceLength;
  setup.meet({ signal, infoHash, peerId, left, onFound: caller.call });

  const watch = setInterval(() => {
    const now = performance.now();
    sparing.look();
    claims.renew();
    // What came in while this machine was busy is read first.
    setImmediate(() => taker.watch(node.peers));
    for (const peer of node.peers) taker.fill(peer);
    if (now - lastGain > pass.outageMs && !board.complete) done.reject(originError ?? stuck(pass));
    const others = [...node.peers].some(({ pieces }) => pieces.count > 0);
    if (originError !== undefined && !others) done.reject(originError);
  }, watchMs);

  const claim = async () => {
    try {
      await claimPieces({
        board,
        buffers,
        origin,
        signal,
        sparing,
        claims,
        alone: () => node.peers.size === 0 && caller.waiting === 0,
        onPiece: (piece, bytes) => void accept(piece, bytes).catch(done.reject),
      });
    } catch (error) {
      // The servers that failed have been named by then, if there were any.
      if (setup.peersOnly) return;
      originError = error;
      if (!signal.aborted && node.peers.size > 0) {
        onNote('No mirror is left: the rest can only come from other machines.');
      }
    }
  };

  return {
    node,
    pieces: geometry.pieces,
    async run() {
      const onAbort = () => done.reject(signal.reason);
      signal.addEventListener('abort', onAbort, { once: true });
      if (geometry.pieces === 0) done.resolve();
      const arrivals = { met: () => node.peers.size, unanswered: () => caller.waiting };
      await Promise.race([settleIn(arrivals, signal), done.promise]);
      if (isWhole) void claim();
      try {
        await done.promise;
        node.settle();
      } finally {
        clearInterval(watch);
        signal.removeEventListener('abort', onAbort);
      }
    },
    async leave() {
      clearInterval(watch);
      leaving.abort();
      for (const end of withdraw) end();
      node.close();
      await source?.close();
    },
  };
}

function stuck({ outageMs }: SwarmPass): WebbootError {
  const seconds = Math.round(outageMs / 1000);
  return new WebbootError(
    'connection-stalled',
    `Neither a mirror nor another machine has sent a piece for ${seconds} seconds.`,
    { remedy: 'Check the network, then start again.' },
  );
}
