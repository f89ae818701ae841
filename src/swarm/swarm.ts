import type { Swarm } from '../ports/swarm.ts';
import { joinSwarm, type Membership, type SwarmSetup } from './join-swarm.ts';
import { createPeerId, type SwarmPeer } from './swarm-peer.ts';

/** This machine's part in an image's swarm. */
export interface JoinedSwarm extends Swarm {
  readonly bytesOut: number;
  /** Machines that are taking something from here. */
  readonly waiting: number;
}

/** A machine that has not asked for anything for so long is not waited for. */
const askingMs = 4_000;

/** Joins the machines that fetch the same image. Nothing is opened before a download begins. */
export function createSwarm(setup: SwarmSetup): JoinedSwarm {
  const peerId = createPeerId();
  let joined: Membership | undefined;
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
      const membership = await joinSwarm(setup, peerId, pass);
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
