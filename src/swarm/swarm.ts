import type { Swarm } from '../ports/swarm.ts';
import { joinSwarm, type Membership } from './join-swarm.ts';
import type { Others } from './linger.ts';
import { createPeerId } from './swarm-peer.ts';
import type { SwarmSetup } from './swarm-setup.ts';

/** This machine's part in an image's swarm. */
export interface JoinedSwarm extends Swarm {
  readonly bytesOut: number;
  readonly others: Others;
}

/** A machine that has not asked for anything for so long takes nothing any more. */
const askingMs = 4_000;

/** Joins the machines that fetch the same image. Nothing is opened before a download begins. */
export function createSwarm(setup: SwarmSetup): JoinedSwarm {
  const peerId = createPeerId();
  let joined: Membership | undefined;
  return {
    get bytesOut() {
      return joined?.node.bytesOut ?? 0;
    },
    get others() {
      return joined === undefined ? { behind: 0, taking: 0 } : othersOf(joined);
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

function othersOf({ node, pieces }: Membership): Others {
  const since = performance.now() - askingMs;
  const behind = [...node.peers].filter((peer) => peer.pieces.count < pieces);
  const taking = behind.filter(({ interested, lastAsked }) => interested && lastAsked > since);
  return { behind: behind.length, taking: taking.length };
}
