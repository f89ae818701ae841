import type { MulticastDNS, ResponseOutgoingPacket } from 'multicast-dns';
import type { Digest } from '../core/image/trust.ts';
import { nearService, nearSubtype } from '../core/network/near-service.ts';
import { followNetworks } from './follow-networks.ts';
import { closeMulticast, multicastAddresses, openMulticast } from './multicast.ts';
import { paceAnswers } from './pace-answers.ts';

export interface Announcement {
  /** Says goodbye. */
  stop(): Promise<void>;
}

/** Where it is told; this machine's networks otherwise. */
interface AnnounceNetworks {
  readonly addresses?: () => readonly string[];
  readonly everyMs?: number;
}

type Answer = ResponseOutgoingPacket['answers'][number];

const ttl = 120;
/** Whoever asks waits for a moment only. */
const answerEveryMs = 100;
/** In one message. */
const mostNames = 32;
const allServices = '_services._dns-sd._udp.local';

/**
 * Tells this machine's networks, by DNS-SD, that images of these digests are served here; those as
 * well that come up later.
 */
export function announce(
  { hostName, port, digests }: { hostName: string; port: number; digests: readonly Digest[] },
  { addresses = multicastAddresses, everyMs }: AnnounceNetworks = {},
): Announcement {
  const label = hostName.replace(/[^A-Za-z0-9-]/g, '-').slice(0, 40) || 'webboot';
  const instance = `${label}-${port}.${nearService}`;
  const host = `${label}-webboot.local`;
  const pointers = new Set([nearService, ...digests.map((digest) => nearSubtype(digest))]);
  const details = (address: string): Answer[] => [
    { type: 'SRV', name: instance, ttl, data: { target: host, port, priority: 0, weight: 0 } },
    { type: 'TXT', name: instance, ttl, data: 'webboot=1' },
    { type: 'A', name: host, ttl, data: address },
  ];
  const pointer = (name: string, life = ttl): Answer => ({
    type: 'PTR',
    name,
    ttl: life,
    data: name === allServices ? nearService : instance,
  });
  const isOwn = (name: string) => name === instance.toLowerCase() || name === host.toLowerCase();
  const answerOn = (address: string): MulticastDNS => {
    const socket = openMulticast(address);
    const isPointer = (name: string) => name === allServices || pointers.has(name);
    const paced = paceAnswers(answerEveryMs, (asked) => {
      const answers = asked.filter(isPointer).map((name) => pointer(name));
      socket.respond({ answers: [...answers, ...details(address)] });
    });
    socket.on('query', ({ questions = [] }) => {
      const names = questions.slice(0, mostNames).map(({ name }) => name.toLowerCase());
      paced.ask(names.filter((name) => isPointer(name) || isOwn(name)));
    });
    socket.respond({ answers: [pointer(nearService), ...details(address)] });
    return socket;
  };
  const close = (socket: MulticastDNS) => void socket.destroy();
  const networks = followNetworks(addresses, { open: answerOn, close }, everyMs);
  return {
    async stop() {
      const open = networks.stop();
      await Promise.all(open.map((socket) => goodbye(socket, pointer(nearService, 0))));
      await closeMulticast(open);
    },
  };
}

function goodbye(socket: MulticastDNS, answer: Answer): Promise<void> {
  return new Promise((done) => socket.respond({ answers: [answer] }, () => done()));
}
