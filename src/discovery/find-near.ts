import { setTimeout as sleep } from 'node:timers/promises';
import type { Digest } from '../core/image/trust.ts';
import { nearService, nearSubtype } from '../core/network/near-service.ts';
import { readNearAnswer } from '../formats/near/read-answer.ts';
import type { NearServer } from '../ports/near.ts';
import { createLanReach } from './lan-reach.ts';
import { closeMulticast, multicastAddresses, openMulticast } from './multicast.ts';
import { createSightings } from './sightings.ts';

/** More than that are of no use to one machine, and may be forged. */
const mostServers = 32;
const askEveryMs = 200;
const waitMs = 400;

/**
 * Asks all networks of this machine by DNS-SD. Ends a moment after the question: who has not
 * answered by then is not waited for, unless it would be the first one and `mostMs` are not over. A server is where its answer came from: nobody can point
 * at another machine.
 */
export async function findNear(
  digest: Digest | undefined,
  { signal, mostMs = waitMs }: { readonly signal: AbortSignal; readonly mostMs?: number },
  addresses = multicastAddresses(),
): Promise<readonly NearServer[]> {
  const asked = digest === undefined ? nearService : nearSubtype(digest);
  const isHere = createLanReach();
  const found = new Map<string, NearServer>();
  const mayBe = createSightings(mostServers);
  const sockets = addresses.map(openMulticast);
  try {
    for (const socket of sockets) {
      socket.on('response', ({ answers = [], additionals = [] }, { address }) => {
        if (!isHere(address)) return;
        const machine = readNearAnswer([...answers, ...additionals], asked);
        if (machine === undefined || !mayBe(address, machine.port)) return;
        const url = `http://${address}:${machine.port}`;
        found.set(url, { name: machine.name, url });
      });
    }
    const isOver = (waited: number) => waited >= (found.size === 0 ? mostMs : waitMs);
    for (let waited = 0; !isOver(waited); waited += askEveryMs) {
      for (const socket of sockets) socket.query({ questions: [{ name: asked, type: 'PTR' }] });
      await sleep(askEveryMs, undefined, { signal });
    }
    return [...found.values()];
  } finally {
    await closeMulticast(sockets);
  }
}
