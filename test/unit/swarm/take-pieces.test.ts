import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { geometryOf } from '../../../src/core/swarm/geometry.ts';
import type { BlockRequest } from '../../../src/formats/bittorrent/peer-message.ts';
import type { PeerLink } from '../../../src/swarm/peer-link.ts';
import { createPieceBoard } from '../../../src/swarm/piece-board.ts';
import { createPieceBuffers } from '../../../src/swarm/piece-buffers.ts';
import { createSwarmPeer } from '../../../src/swarm/swarm-peer.ts';
import { createPieceTaker } from '../../../src/swarm/take-pieces.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const pieces = 16;
const roundsEnough = 40;

/** A machine that has everything, and what is asked of it. */
function take() {
  const requests: BlockRequest[] = [];
  const banned: string[] = [];
  const link: PeerLink = {
    ...{ address: '192.0.2.7', port: 6881, incoming: false, callerPort: 40_000 },
    handshake: {
      ...{ infoHash: new Uint8Array(20), fast: true, extended: true },
      peerId: Buffer.from('-XX0001-anothermachi'),
    },
    send(...messages) {
      for (const message of messages) if (message.kind === 'request') requests.push(message);
    },
    ...{ sendParts: async () => {}, start: () => {}, close: () => {}, unref: () => {} },
    drained: async () => {},
  };
  const sender = { ask: () => true, cancel: () => {}, forget: () => {} };
  const peer = createSwarmPeer(link, sender, { pieces, now: performance.now() });
  peer.choking = false;
  peer.sampled = 'yes';
  for (let piece = 0; piece < pieces; piece += 1) peer.pieces.add(piece);
  const geometry = geometryOf(pieces * 4 * 1024 * 1024, 4 * 1024 * 1024);
  const taker = createPieceTaker({
    ...{ board: createPieceBoard(geometry), buffers: createPieceBuffers(geometry) },
    ...{ peers: [peer], mayTake: () => true, onPiece: () => {}, onUsable: () => {} },
    ban: (_peer, why) => void banned.push(why),
  });
  const answer = ({ piece, begin, length }: BlockRequest) =>
    taker.onBlock(peer, piece, begin, new Uint8Array(length));
  return { requests, banned, taker, peer, answer };
}

test('a machine that answers too late, because it is busy, is not dropped for that', () => {
  const { requests, banned, taker, peer, answer } = take();
  for (let round = 0; round < roundsEnough; round += 1) {
    peer.silent = false;
    taker.fill(peer);
    vi.advanceTimersByTime(10_000);
    const asked = requests.splice(0);
    expect(asked).toHaveLength(peer.depth);
    taker.watch([peer]);
    for (const request of asked) answer(request);
    requests.splice(0);
    taker.release(peer);
  }
  expect(banned).toEqual([]);
});

test('a machine that sends what nobody asked for is dropped soon', () => {
  const { banned, answer } = take();
  for (let block = 0; block < 300; block += 1) answer({ piece: 1, begin: 0, length: 16_384 });
  expect(banned[0]).toBe('it sends what nobody asked for');
});
