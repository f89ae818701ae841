import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { MulticastDNS } from 'multicast-dns';
import type { Digest } from '../core/image/trust.ts';
import { nearSubtype, swarmService } from '../core/network/near-service.ts';
import { readNearAnswer } from '../formats/near/read-answer.ts';
import { followNetworks } from './follow-networks.ts';
import { createLanReach } from './lan-reach.ts';
import { closeMulticast, multicastNetworks, openMulticast } from './multicast.ts';
import { paceAnswers } from './pace-answers.ts';
import { createSightings } from './sightings.ts';

export interface Meeting {
  /** Of what is fetched or given here. */
  readonly digests: readonly Digest[];
  /** Where this machine can be called. */
  readonly port: number;
  readonly signal: AbortSignal;
  /** Another machine with one of the digests; absent for one that only gives. */
  readonly onFound?: (found: { readonly address: string; readonly port: number }) => void;
}

const ttl = 120;
/** Milliseconds between the questions: often at the start, when machines come together. */
const pauses = [150, 250, 500, 1_000, 2_000, 4_000, 8_000];
const longestPause = 15_000;
/** Machines that are told of; the rest may be forged. */
const mostFound = 128;
/** In one message. */
const mostNames = 32;
/** A machine that comes tells of itself at once: answers are for whoever missed that (RFC 6762, section 6). */
const answerEveryMs = 1_000;

/**
 * Brings machines together that fetch or give the same image, by DNS-SD: each asks for the digest's
 * subtype and answers for it, until the signal fires. A machine is where its answer came from.
 */
export function meet({ digests, port, signal, onFound }: Meeting): void {
  const subtypes = digests.map((digest) => nearSubtype(digest, swarmService));
  const own = randomBytes(6).toString('hex');
  const instance = `${own}.${swarmService}`;
  const isHere = createLanReach();
  const mayBe = createSightings(mostFound);
  const answers = (names: readonly string[]) => ({
    answers: [
      ...names.map((name) => ({ type: 'PTR' as const, name, ttl, data: instance })),
      {
        type: 'SRV' as const,
        name: instance,
        ttl,
        data: { target: `${own}.local`, port, priority: 0, weight: 0 },
      },
    ],
  });
  const listen = (network: string): MulticastDNS => {
    const socket = openMulticast(network);
    const paced = paceAnswers(answerEveryMs, (names) => socket.respond(answers(names)));
    socket.on('query', ({ questions = [] }) => {
      const names = questions.slice(0, mostNames).map(({ name }) => name.toLowerCase());
      paced.ask(subtypes.filter((name) => names.includes(name)));
    });
    socket.on('response', (message, { address }) => {
      if (onFound === undefined || !isHere(address)) return;
      const records = [...(message.answers ?? []), ...(message.additionals ?? [])];
      for (const subtype of subtypes) {
        const other = readNearAnswer(records, subtype, swarmService);
        if (other === undefined || other.name === own) continue;
        if (mayBe(address, other.port)) onFound({ address, port: other.port });
      }
    });
    socket.respond(answers(subtypes.slice(0, mostNames)));
    return socket;
  };
  const networks = followNetworks(multicastNetworks, {
    open: listen,
    close: (socket) => void socket.destroy(),
  });
  const ask = async () => {
    try {
      for (let round = 0; onFound !== undefined; round += 1) {
        for (const socket of networks.each()) {
          socket.query({ questions: subtypes.map((name) => ({ name, type: 'PTR' })) });
        }
        await sleep(pauses[round] ?? longestPause, undefined, { signal, ref: false });
      }
    } catch {
      // It has ended.
    }
  };
  const end = () => void closeMulticast(networks.stop());
  if (signal.aborted) end();
  else signal.addEventListener('abort', end, { once: true });
  void ask();
}
