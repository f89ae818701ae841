import { expect, test } from 'vitest';
import type { PeerLink } from '../../../src/swarm/peer-link.ts';
import { goesBefore } from '../../../src/swarm/same-machine.ts';

const names = {
  desk: Buffer.from('-WB0100-aaaaaaaaaaaa'),
  lap: Buffer.from('-WB0100-bbbbbbbbbbbb'),
};
type Name = keyof typeof names;

interface Call {
  readonly by: Name;
  readonly v6?: true;
  readonly callerPort: number;
}

/** The call as one of the two machines sees it: a listener for both has IPv4 within IPv6. */
function seenBy(own: Name, { by, v6, callerPort }: Call): PeerLink {
  const incoming = by !== own;
  const v4 = incoming ? '::ffff:10.0.0.1' : '10.0.0.2';
  return {
    ...{ address: v6 ? 'fe80::1%eth0' : v4, port: 6881, incoming, callerPort },
    handshake: {
      ...{ infoHash: new Uint8Array(20), fast: true, extended: true },
      peerId: names[own === 'desk' ? 'lap' : 'desk'],
    },
    ...{
      send: () => {},
      sendParts: async () => {},
      start: () => {},
      close: () => {},
      unref: () => {},
    },
    drained: async () => {},
  };
}

/** The call that a machine keeps, if it comes to know of them in this order. */
function kept(own: Name, calls: readonly Call[]): Call | undefined {
  return calls.reduce<Call | undefined>((best, call) => {
    if (best === undefined) return call;
    return goesBefore(seenBy(own, call), seenBy(own, best), names[own]) ? call : best;
  }, undefined);
}

function orders<T>(all: readonly T[]): readonly (readonly T[])[] {
  if (all.length < 2) return [all];
  return all.flatMap((one, at) => orders(all.toSpliced(at, 1)).map((rest) => [one, ...rest]));
}

const calls: readonly Call[] = [
  { by: 'desk', v6: true, callerPort: 40_000 },
  { by: 'desk', callerPort: 40_000 },
  { by: 'desk', callerPort: 50_000 },
  { by: 'lap', callerPort: 30_000 },
  { by: 'lap', v6: true, callerPort: 1_000 },
];

test('two machines keep the same one of all their calls, in whatever order they hear of them', () => {
  for (const order of orders(calls)) {
    expect(kept('desk', order)).toBe(calls[1]);
    expect(kept('lap', order)).toBe(calls[1]);
  }
});

test('a call at another address does not end the one that goes on', () => {
  const [v6, v4] = calls;
  for (const own of ['desk', 'lap'] as const) {
    expect(v6 && v4 && kept(own, [v6, v4])).toBe(v4);
    expect(v6 && v4 && kept(own, [v4, v6])).toBe(v4);
  }
});
