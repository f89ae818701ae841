import type { MulticastDNS, ResponseOutgoingPacket } from 'multicast-dns';
import type { Digest } from '../core/image/trust.ts';
import { nearService, nearSubtype } from '../core/network/near-service.ts';
import { closeMulticast, multicastAddresses, openMulticast } from './multicast.ts';

export interface Announcement {
  /** Says goodbye. */
  stop(): Promise<void>;
}

type Answer = ResponseOutgoingPacket['answers'][number];

const ttl = 120;
/** Nobody makes this machine send more than that: an answer is larger than its question. */
const answersPerSecond = 20;
const allServices = '_services._dns-sd._udp.local';

/** Tells this network, by DNS-SD, that images of these digests are served here. */
export function announce(
  { hostName, port, digests }: { hostName: string; port: number; digests: readonly Digest[] },
  addresses = multicastAddresses(),
): Announcement {
  const label = hostName.replace(/[^A-Za-z0-9-]/g, '-').slice(0, 40) || 'webboot';
  const instance = `${label}-${port}.${nearService}`;
  const host = `${label}-webboot.local`;
  const subtypes = digests.map(nearSubtype);
  const pointers = new Set([nearService, ...subtypes]);
  const sockets = openMulticast(addresses);
  const budget = { second: 0, left: answersPerSecond };
  const mayAnswer = () => {
    const second = Math.floor(performance.now() / 1000);
    if (second !== budget.second) Object.assign(budget, { second, left: answersPerSecond });
    budget.left -= 1;
    return budget.left >= 0;
  };
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
  sockets.forEach((socket, at) => {
    const address = addresses[at] ?? '';
    socket.on('query', ({ questions = [] }) => {
      const asked = questions
        .slice(0, 32)
        .map(({ name }) => name.toLowerCase())
        .filter((name) => name === allServices || pointers.has(name) || isOwn(name));
      if (asked.length === 0 || !mayAnswer()) return;
      const answers = asked
        .filter((name) => name === allServices || pointers.has(name))
        .map((name) => pointer(name));
      socket.respond({ answers: [...answers, ...details(address)] });
    });
    socket.respond({ answers: [pointer(nearService), ...details(address)] });
  });
  return {
    async stop() {
      await Promise.all(sockets.map((socket) => goodbye(socket, pointer(nearService, 0))));
      await closeMulticast(sockets);
    },
  };
}

function goodbye(socket: MulticastDNS, answer: Answer): Promise<void> {
  return new Promise((done) => socket.respond({ answers: [answer] }, () => done()));
}
