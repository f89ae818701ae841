import { describe, expect, it } from 'vitest';
import { geometryOf } from '../../../src/core/swarm/geometry.ts';
import type { PeerMessage } from '../../../src/formats/bittorrent/peer-message.ts';
import type { LinkHandlers, PeerLink } from '../../../src/swarm/peer-link.ts';
import { createPieceBoard } from '../../../src/swarm/piece-board.ts';
import { createSwarmNode } from '../../../src/swarm/swarm-node.ts';

/** A machine that has joined, and what reached it. */
function join() {
  const sent: string[] = [];
  const broken: string[] = [];
  let handlers: LinkHandlers | undefined;
  let closed = false;
  const drains: (() => void)[] = [];
  const link: PeerLink = {
    ...{ address: '192.0.2.7', port: 6881, incoming: true, callerPort: 6881 },
    handshake: {
      infoHash: new Uint8Array(20),
      peerId: Buffer.from('-XX0001-hostilehostl'),
      ...{ fast: true, extended: false },
    },
    send: (...messages) => void sent.push(...messages.map(({ kind }) => kind)),
    sendParts: async () => void sent.push('piece'),
    drained: () => new Promise((resolve) => drains.push(resolve)),
    start(given) {
      handlers = given;
    },
    close() {
      closed = true;
    },
    unref: () => {},
  };
  const node = createSwarmNode({
    peerId: Buffer.from('-WB0100-owntestpeers'),
    port: () => 1,
    board: createPieceBoard(geometryOf(8 << 20, 1 << 18)),
    source: undefined,
    mayJoin: () => true,
    onBroken: (_peer, why) => void broken.push(why),
    trusting: () => true,
  });
  node.add(link);
  return {
    sent,
    broken,
    isClosed: () => closed,
    says: (message: PeerMessage, times = 1) => {
      for (let count = 0; count < times && !closed; count += 1) handlers?.onMessage(message);
    },
  };
}

describe('another machine of a swarm', () => {
  it.each<PeerMessage>([
    { kind: 'have-all' },
    { kind: 'bitfield', bits: new Uint8Array(4).fill(255) },
    { kind: 'choke' },
    { kind: 'unchoke' },
  ])('is left if it says the same over and over: $kind', (message) => {
    const peer = join();
    peer.says(message, 900);
    expect(peer.isClosed()).toBe(false);
    peer.says(message, 900);
    expect(peer.isClosed()).toBe(true);
    expect(peer.broken).toEqual(['it takes back what it says, over and over']);
  });

  it('gets one answer, however often it says that it is interested', () => {
    const peer = join();
    peer.says({ kind: 'interested' }, 5_000);
    expect(peer.sent.filter((kind) => kind === 'unchoke')).toHaveLength(1);
  });

  it('gets no second refusal before it has read the first', async () => {
    const peer = join();
    peer.says({ kind: 'request', piece: 0, begin: 0, length: 16_384 }, 400);
    await new Promise((resolve) => setImmediate(resolve));
    expect(peer.sent.filter((kind) => kind === 'reject')).toHaveLength(1);
    peer.says({ kind: 'request', piece: 0, begin: 0, length: 16_384 }, 400);
    expect(peer.isClosed()).toBe(true);
  });
});
