import { randomBytes } from 'node:crypto';
import { isIPv6 } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Geometry, ownGeometry } from '../core/swarm/geometry.ts';
import { type PieceCheck, type PieceHashes, pieceCheck } from '../core/swarm/piece-check.ts';
import { memberNumber } from '../core/swarm/rendezvous.ts';
import { WebbootError } from '../errors.ts';
import { bareInfoHash, ownTorrent, parseTorrent, sha1 } from '../formats/bittorrent/torrent.ts';
import type { Swarm, SwarmPass } from '../ports/swarm.ts';
import { openPieceReader, type PieceReader } from '../storage/piece-reader.ts';
import { claimPieces } from './claim-pieces.ts';
import { judgePieces } from './judge-pieces.ts';
import { callPeer, type PeerLink } from './peer-link.ts';
import type { PeerListener } from './peer-listener.ts';
import { createPieceBoard } from './piece-board.ts';
import { createPieceBuffers } from './piece-buffers.ts';
import { createSwarmNode, type SwarmNode } from './swarm-node.ts';
import { ownPrefix, type SwarmPeer } from './swarm-peer.ts';
import { createPieceTaker } from './take-pieces.ts';

/** Where a machine may be called. */
export interface PeerAddress {
  readonly address: string;
  readonly port: number;
}

export interface SwarmSetup {
  /** What the image is called by its digest: the swarm's name. */
  readonly name: string;
  readonly listener: PeerListener;
  /** Looks for machines with the same image, and lets itself be found, until the signal fires. */
  readonly meet: (signal: AbortSignal, onFound: (found: PeerAddress) => void) => void;
  /** Hashes of its pieces, if a torrent is to be had. Never throws. */
  readonly findHashes: (
    geometry: Geometry,
    signal: AbortSignal,
  ) => Promise<PieceHashes | undefined>;
  /** Waits until so many bytes may be sent to others. */
  readonly allow?: (bytes: number) => Promise<void>;
}

/** This machine's part in an image's swarm. */
export interface JoinedSwarm extends Swarm {
  readonly bytesOut: number;
  /** Machines that are taking something from here. */
  readonly waiting: number;
}

const mostPeers = 48;
/** Machines that start together find each other before the first of them asks the origin. */
const settleMs = 600;
const watchMs = 250;
/** A machine that has not asked for anything for so long is not waited for. */
const askingMs = 4_000;
/** Others are expected to bring in a piece of their own in this time, and in four times of what one takes here. */
const quietMs = 8_000;
/** Machines of this network that bring less than that per millisecond, though they have it, are not waited for. */
const leastRate = 1_024;
const impatientMs = 4_000;

/** Joins the machines that fetch the same image. Nothing is opened before a download begins. */
export function createSwarm(setup: SwarmSetup): JoinedSwarm {
  const peerId = Buffer.concat([Buffer.from(ownPrefix), randomBytes(20 - ownPrefix.length)]);
  let joined: { readonly node: SwarmNode; readonly leave: () => Promise<void> } | undefined;
  return {
    get bytesOut() {
      return joined?.node.bytesOut ?? 0;
    },
    get waiting() {
      const { peers = new Set<SwarmPeer>() } = joined?.node ?? {};
      const since = performance.now() - askingMs;
      return [...peers].filter((peer) => peer.interested && peer.lastAsked > since).length;
    },
    async fetch(pass) {
      await joined?.leave();
      const membership = await join(setup, peerId, pass);
      joined = membership;
      try {
        await membership.run();
      } catch (error) {
        joined = undefined;
        await membership.leave();
        throw error;
      }
    },
    async leave() {
      const membership = joined;
      joined = undefined;
      await membership?.leave();
    },
  };
}

async function join(setup: SwarmSetup, peerId: Buffer, pass: SwarmPass) {
  const { name, listener } = setup;
  const { onNote } = pass;
  const leaving = new AbortController();
  const signal = AbortSignal.any([pass.signal, leaving.signal]);
  const geometry = ownGeometry(pass.size);
  const board = createPieceBoard(geometry);
  const buffers = createPieceBuffers(geometry);
  const reader: PieceReader = await openPieceReader(pass.sink);
  const hashes = await setup.findHashes(geometry, signal);
  const banned = new Set<string>();
  const own = memberNumber(peerId);
  const done = Promise.withResolvers<void>();
  done.promise.catch(() => {});
  let check: PieceCheck | undefined = hashes && pieceCheck(geometry, hashes, sha1);
  let slowest = 0;
  let lastGain = performance.now();
  let lastUnhurried = performance.now();
  let rate = { bytes: 0, at: performance.now() };
  let originError: unknown;

  const ban = (peer: SwarmPeer, why: string) => {
    if (!banned.has(peer.link.address)) onNote(`${hostOf(peer)} was dropped: ${why}.`);
    banned.add(peer.link.address);
    banned.add(nameOf(peer.link));
    peer.link.close();
  };
  const keep = async (piece: number, bytes: Uint8Array) => {
    try {
      await pass.put(piece * geometry.pieceLength, bytes);
      board.keep(piece);
      lastGain = performance.now();
      node.announce(piece);
      if (board.complete) done.resolve();
    } catch (error) {
      done.reject(error);
    } finally {
      buffers.giveBack(bytes);
      for (const peer of node.peers) taker.fill(peer);
    }
  };
  const judge = judgePieces({
    board,
    origin: pass.origin,
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
      rate.bytes += share;
      pass.onReceivedFrom(peer.url, share);
    }
    await keep(piece, bytes);
  };
  const taker = createPieceTaker({
    board,
    buffers,
    get peers() {
      return node.peers;
    },
    onPiece: ({ piece, bytes, from }) => void settle(piece, bytes, from),
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
    trusting: () => check !== undefined,
  });

  const infoHashes = [bareInfoHash(name, geometry)];
  // Others may know it by webboot's own torrent.
  if (hashes !== undefined && hashes.geometry.pieceLength === geometry.pieceLength) {
    infoHashes.push(parseTorrent(ownTorrent(name, geometry, hashes.hashes)).infoHash);
  }
  const hello = { peerId, pieces: geometry.pieces };
  const withdraw = infoHashes.map((hash) => listener.offer(hash, hello, node.add));
  const called = new Set<string>();
  setup.meet(signal, async (found) => {
    const id = `${found.address} ${found.port}`;
    if (called.has(id) || called.size >= mostPeers * 4 || node.peers.size >= mostPeers) return;
    called.add(id);
    // Other programs know it by the torrent only, and may be slow to say no.
    let link: PeerLink | undefined;
    for (const hash of infoHashes.toReversed()) link ??= await callPeer(found, hash, hello);
    if (link === undefined) called.delete(id);
    else if (signal.aborted) link.close();
    else node.add(link);
  });

  const members = () => {
    const now = performance.now();
    const patience = Math.max(quietMs, slowest * 4);
    const all = [own];
    for (const { member, lastFresh, pieces } of node.peers) {
      if (member === undefined || pieces.count === geometry.pieces) continue;
      if (now - lastFresh < patience) all.push(member);
    }
    return { own, all };
  };
  const impatient = () => performance.now() - lastUnhurried > impatientMs;
  const watch = setInterval(() => {
    const now = performance.now();
    taker.watch(node.peers);
    for (const peer of node.peers) taker.fill(peer);
    if (now - rate.at >= 1_000) {
      const enough = rate.bytes / (now - rate.at) >= leastRate;
      rate = { bytes: 0, at: now };
      if (enough || !hasBacklog(board)) lastUnhurried = now;
    }
    if (now - lastGain > pass.outageMs && !board.complete) done.reject(originError ?? stuck(pass));
    const others = [...node.peers].some(({ pieces }) => pieces.count > 0);
    if (originError !== undefined && !others) done.reject(originError);
  }, watchMs);

  return {
    node,
    async run() {
      const onAbort = () => done.reject(signal.reason);
      signal.addEventListener('abort', onAbort, { once: true });
      if (geometry.pieces === 0) done.resolve();
      await Promise.race([sleep(settleMs), done.promise]);
      claimPieces({
        board,
        buffers,
        origin: pass.origin,
        signal,
        members,
        alone: () => node.peers.size === 0,
        impatient,
        onPiece(piece, bytes, took) {
          slowest = Math.max(slowest * 0.9, took);
          void settle(piece, bytes);
        },
      }).catch((error: unknown) => {
        originError = error;
        if (!signal.aborted && node.peers.size > 0) {
          onNote('No mirror is left: the rest can only come from other machines.');
        }
      });
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
      await reader.close();
    },
  };
}

/** Pieces that others have and nobody fetches. */
function hasBacklog({ geometry, isWanted, holders }: ReturnType<typeof createPieceBoard>): boolean {
  for (let piece = 0; piece < geometry.pieces; piece += 1) {
    if (isWanted(piece) && holders(piece) > 0) return true;
  }
  return false;
}

function stuck({ outageMs }: SwarmPass): WebbootError {
  const seconds = Math.round(outageMs / 1000);
  return new WebbootError(
    'connection-stalled',
    `Neither a mirror nor a machine of this network has sent a piece for ${seconds} seconds.`,
    { remedy: 'Check the network, then start again.' },
  );
}

function hostOf({ link: { address, port } }: SwarmPeer): string {
  return isIPv6(address) ? `[${address}]:${port}` : `${address}:${port}`;
}

function nameOf({ handshake }: PeerLink): string {
  return Buffer.from(handshake.peerId).toString('hex');
}
