import { isIPv6 } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { memberNumber } from '../core/swarm/rendezvous.ts';
import { WebbootError } from '../errors.ts';
import type { SwarmPass } from '../ports/swarm.ts';
import { openPieceReader } from '../storage/piece-reader.ts';
import { createCaller } from './call-found.ts';
import { claimPieces } from './claim-pieces.ts';
import { judgePieces } from './judge-pieces.ts';
import type { PeerAddress, PeerLink } from './peer-link.ts';
import type { PeerListener } from './peer-listener.ts';
import { createPieceBoard } from './piece-board.ts';
import { createPieceBuffers } from './piece-buffers.ts';
import { createSparing } from './spare-origin.ts';
import type { SwarmForm } from './swarm-form.ts';
import { createSwarmNode, type SwarmNode } from './swarm-node.ts';
import type { Attempt, SwarmPeer } from './swarm-peer.ts';
import { createPieceTaker } from './take-pieces.ts';

export interface SwarmSetup {
  readonly listener: PeerListener;
  /** Looks for machines with the same image, and lets itself be found, until the signal fires. */
  readonly meet: (meeting: SwarmMeeting) => void;
  /** Of a file of this size. Never throws. */
  readonly form: (size: number, signal: AbortSignal) => Promise<SwarmForm>;
  /** There may be no mirror at all: what they do not have, other machines may. */
  readonly peersOnly?: true;
  /** Waits until so many bytes may be sent to others. */
  readonly allow?: (bytes: number) => Promise<void>;
}

export interface SwarmMeeting {
  readonly signal: AbortSignal;
  /** By which other programs know it; undefined while that is not known. */
  readonly infoHash: Uint8Array | undefined;
  /** What this machine calls itself. */
  readonly peerId: Uint8Array;
  /** Bytes that are still missing. */
  readonly left: () => number;
  readonly onFound: (found: PeerAddress) => void;
}

export interface Membership {
  readonly node: SwarmNode;
  readonly pieces: number;
  /** Resolves when everything is here; rejects when it cannot be had. */
  run(): Promise<void>;
  leave(): Promise<void>;
}

const mostPeers = 48;
/** Machines that start together find each other before the first of them asks the origin. */
const settleMs = 600;
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
  const reader = isWhole ? await openPieceReader(pass.sink) : undefined;
  const banned = new Set<string>();
  const done = Promise.withResolvers<void>();
  done.promise.catch(() => {});
  let { check } = form;
  let lastGain = performance.now();
  let originError: unknown;

  const ban = (peer: SwarmPeer, why: string) => {
    if (!banned.has(peer.link.address)) pass.onDropped(hostOf(peer), why);
    banned.add(peer.link.address);
    banned.add(nameOf(peer.link));
    peer.link.close();
  };
  const keep = async (piece: number, bytes: Uint8Array) => {
    try {
      const at = piece * geometry.pieceLength - start;
      const own = bytes.subarray(Math.max(0, -at), Math.max(0, pass.size - at));
      await pass.put(Math.max(0, at), own);
      board.keep(piece);
      lastGain = performance.now();
      node.announce(piece);
      if (board.complete) done.resolve();
    } finally {
      buffers.giveBack(bytes);
      for (const peer of node.peers) taker.fill(peer);
    }
  };
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
    ban,
  });
  const settle = async (piece: number, bytes: Uint8Array, from?: ReadonlySet<SwarmPeer>) => {
    if (!(await judge(piece, bytes, from))) {
      board.giveBack(piece, true);
      buffers.giveBack(bytes);
      return;
    }
    for (const peer of from ?? []) {
      const share = bytes.length / (from?.size ?? 1);
      peer.received += share;
      sparing.noteReceived(share);
      pass.onReceivedFrom(peer.url, share);
    }
    await keep(piece, bytes);
  };
  const onTaken = ({ piece, bytes, from, begun }: Attempt) => {
    const complete = [...from].some(({ pieces }) => pieces.count === geometry.pieces);
    if (complete) sparing.noteTime(performance.now() - begun);
    settle(piece, bytes, from).catch(done.reject);
  };
  const sparing = createSparing({ board, own: memberNumber(peerId), peers: () => node.peers });
  const taker = createPieceTaker({
    board,
    buffers,
    get peers() {
      return node.peers;
    },
    mayTake: sparing.mayTake,
    onPiece: onTaken,
    onUsable: (peer) => node.count(peer),
    ban,
  });
  const node = createSwarmNode({
    peerId,
    port: () => listener.port,
    board,
    reader: () => reader,
    download: {
      onUsable: taker.fill,
      onBlock: taker.onBlock,
      onReject: taker.onReject,
      release: taker.release,
    },
    ...(setup.allow && { allow: setup.allow }),
    mayJoin: (link) =>
      !banned.has(link.address) && !banned.has(nameOf(link)) && node.peers.size < mostPeers,
    onBroken: ban,
    onLeft: ({ link }) => caller.forget(link),
    trusting: () => check !== undefined,
  });

  const hello = { peerId, pieces: geometry.pieces };
  const withdraw = infoHashes.map((hash) => listener.offer(hash, hello, node.add));
  const caller = createCaller({
    infoHashes,
    hello,
    signal,
    mayCall: ({ address }) => !banned.has(address) && node.peers.size < mostPeers,
    onLink: node.add,
  });
  const left = () => (geometry.pieces - board.kept.count) * geometry.pieceLength;
  setup.meet({ signal, infoHash, peerId, left, onFound: caller.call });

  const watch = setInterval(() => {
    const now = performance.now();
    sparing.look();
    taker.watch(node.peers);
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
        share: sparing.share,
        alone: () => node.peers.size === 0,
        impatient: sparing.impatient,
        onPiece(piece, bytes, took) {
          sparing.noteTime(took);
          settle(piece, bytes).catch(done.reject);
        },
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
      await Promise.race([sleep(settleMs), done.promise]);
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
      await reader?.close();
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

function hostOf({ link: { address, port } }: SwarmPeer): string {
  return isIPv6(address) ? `[${address}]:${port}` : `${address}:${port}`;
}

function nameOf({ handshake }: PeerLink): string {
  return Buffer.from(handshake.peerId).toString('hex');
}
