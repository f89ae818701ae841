import { createClaimBook } from '../core/swarm/claim-book.ts';
import { ownerOf } from '../core/swarm/rendezvous.ts';
import { mostClaims } from '../formats/bittorrent/claims.ts';
import type { SwarmPeer } from './swarm-peer.ts';

/** A piece of which nothing has come for that long is not claimed any more. */
const stalledMs = 4_000;
const renewMs = 2_000;
/** Others are expected to bring in a piece of their own in this time, and in four times of what one takes here. */
const quietMs = 8_000;

/**
 * Who is fetching which piece from whoever has the whole file, the origin or another machine: this
 * machine, and the others, as they say. All of them hear of it before the first byte comes.
 */
export interface OriginClaims {
  /** What this machine is fetching, as far as it comes. */
  own(): readonly number[];
  begin(pieces: Iterable<number>): void;
  /** They are coming. */
  progress(pieces: Iterable<number>): void;
  /** They are here, which the others hear otherwise. */
  end(pieces: Iterable<number>): void;
  /** They are left to others. */
  giveUp(pieces: Iterable<number>): void;
  hear(peer: SwarmPeer, pieces: readonly number[]): void;
  forget(peer: SwarmPeer): void;
  /** Another machine is believed to bring this piece in. */
  isTaken(piece: number): boolean;
  /** Another machine is fetching it too, and both would come to this: that one goes on. */
  isOutranked(piece: number): boolean;
  isAtWork(peer: SwarmPeer): boolean;
  /** How long a piece took, in milliseconds. */
  noteTime(milliseconds: number): void;
  /** How long others may take for a piece. */
  patience(): number;
  /** To be called now and then: tells the others that the claims still hold. */
  renew(): void;
}

export interface OriginClaimsOptions {
  /** This machine's number among the members. */
  readonly member: number;
  /** Tells all others what `own` gives. */
  readonly tell: () => void;
}

export function createOriginClaims({ member, tell }: OriginClaimsOptions): OriginClaims {
  const book = createClaimBook<SwarmPeer>();
  const fetching = new Map<number, { readonly begun: number; last: number }>();
  let slowest = 0;
  let told = 0;
  const patience = () => {
    const now = performance.now();
    const underWay = [...fetching.values()].map(({ begun }) => now - begun);
    return Math.max(quietMs, 4 * Math.max(slowest, ...underWay));
  };
  const when = () => ({ now: performance.now(), patience: patience() });
  // Whoever has got it need not say that it is not fetching it any more.
  const rivals = (piece: number) =>
    book.claimants(piece, when()).filter(({ pieces }) => !pieces.has(piece));
  const tellNow = () => {
    told = performance.now();
    tell();
  };
  const end = (pieces: Iterable<number>) =>
    [...pieces].filter((piece) => fetching.delete(piece)).length;
  return {
    own() {
      const since = performance.now() - stalledMs;
      const coming = [...fetching].filter(([, { last }]) => last > since);
      return coming.slice(0, mostClaims).map(([piece]) => piece);
    },
    begin(pieces) {
      const now = performance.now();
      for (const piece of pieces) fetching.set(piece, { begun: now, last: now });
      tellNow();
    },
    progress(pieces) {
      for (const piece of pieces) {
        const one = fetching.get(piece);
        if (one !== undefined) one.last = performance.now();
      }
    },
    end: (pieces) => void end(pieces),
    giveUp(pieces) {
      if (end(pieces) > 0) tellNow();
    },
    hear: (peer, pieces) => book.hear(peer, pieces, performance.now()),
    forget: book.forget,
    isTaken: (piece) => rivals(piece).length > 0,
    isOutranked: (piece) =>
      rivals(piece).some(
        (rival) => rival.member !== undefined && !precedes(piece, member, rival.member),
      ),
    isAtWork: (peer) => book.isAtWork(peer, when()),
    noteTime(milliseconds) {
      slowest = Math.max(slowest * 0.9, milliseconds);
    },
    patience,
    renew() {
      if (fetching.size > 0 && performance.now() - told >= renewMs) tellNow();
    },
  };
}

function precedes(piece: number, one: number, other: number): boolean {
  return ownerOf(piece, [one, other]) === one;
}
