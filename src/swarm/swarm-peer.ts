import { randomBytes } from 'node:crypto';
import { memberNumber } from '../core/swarm/rendezvous.ts';
import type { BlockRequest } from '../formats/bittorrent/peer-message.ts';
import { type BitSet, createBitSet } from './bit-set.ts';
import type { PeerLink } from './peer-link.ts';
import type { BlockSender } from './send-blocks.ts';

/** A piece that is being fetched from another machine. */
export interface Attempt {
  readonly piece: number;
  readonly bytes: Uint8Array;
  /** Blocks that are there. */
  readonly got: BitSet;
  /** Of the first block that has not been asked for. */
  next: number;
  /** Milliseconds: when it was begun, and of the last block. */
  readonly begun: number;
  last: number;
  /** Everybody who has sent a block of it. */
  readonly from: Set<SwarmPeer>;
}

/** Another machine of the swarm, and what is under way with it. */
export interface SwarmPeer {
  readonly link: PeerLink;
  /** `peer://ADDRESS:PORT`. */
  readonly url: string;
  /** Of a machine that runs webboot and shares the origin by rendezvous; undefined for others. */
  readonly member: number | undefined;
  readonly pieces: BitSet;
  readonly sender: BlockSender;
  /** It does not answer requests now. */
  choking: boolean;
  interested: boolean;
  interesting: boolean;
  /** It was told that it may ask: nobody is choked again here. */
  unchoked: boolean;
  /** Messages after which all of its pieces are counted anew. */
  recounts: number;
  /** It has left requests without an answer; nothing is expected of it until it sends something. */
  silent: boolean;
  /** Requests that it keeps waiting at a time. */
  depth: number;
  /** The number of messages with claims, if it takes them. */
  claimsId: number | undefined;
  /** By piece and block. */
  readonly asked: Map<number, Asked>;
  readonly attempts: Set<Attempt>;
  /** Milliseconds: of the last block, and of the last piece that nobody else had. */
  lastBlock: number;
  lastFresh: number;
  /** Milliseconds, of its last request. */
  lastAsked: number;
  /** Bytes of good pieces, and bytes that were not asked for. */
  received: number;
  unasked: number;
  /** Bytes of requests that were withdrawn, and may still be answered. */
  withdrawn: number;
  /** Pieces of it have been compared with what the mirrors have. */
  sampled: 'no' | 'now' | 'yes';
  closed: boolean;
}

interface Asked {
  readonly attempt: Attempt;
  readonly request: BlockRequest;
}

/** What webboot calls itself in a swarm begins with this, and its version (BEP 20). */
const ownPrefix = '-WB0100-';

/** A name of this machine for its swarms. */
export function createPeerId(): Uint8Array {
  return Buffer.concat([Buffer.from(ownPrefix), randomBytes(20 - ownPrefix.length)]);
}

/** Until it says how many requests it takes; all programs take that many. */
const defaultDepth = 64;

export function createSwarmPeer(
  link: PeerLink,
  sender: BlockSender,
  { pieces, now }: { readonly pieces: number; readonly now: number },
): SwarmPeer {
  const { peerId } = link.handshake;
  const isOurs = Buffer.from(peerId).toString('latin1').startsWith(ownPrefix.slice(0, 3));
  // URLs have no place for the link of an address (RFC 6874).
  const [address = ''] = link.address.split('%');
  const host = address.includes(':') ? `[${address}]` : address;
  return {
    link,
    url: `peer://${host}:${link.port}`,
    member: isOurs ? memberNumber(peerId) : undefined,
    pieces: createBitSet(pieces),
    sender,
    choking: true,
    interested: false,
    interesting: false,
    unchoked: false,
    recounts: 0,
    silent: false,
    depth: defaultDepth,
    claimsId: undefined,
    asked: new Map(),
    attempts: new Set(),
    lastBlock: now,
    lastFresh: now,
    lastAsked: now,
    received: 0,
    unasked: 0,
    withdrawn: 0,
    sampled: 'no',
    closed: false,
  };
}

/** Whether it can be asked for what it has. */
export function isUsable(peer: SwarmPeer): boolean {
  return !peer.closed && !peer.choking && !peer.silent;
}
