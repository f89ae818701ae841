import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createNetwork } from '../../../src/net/network.ts';
import { askTracker } from '../../../src/swarm/ask-tracker.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
});
afterEach(() => {
  vi.useRealTimers();
});

const announce = {
  infoHash: new Uint8Array(20),
  peerId: new Uint8Array(20),
  port: 6881,
  left: 1,
  event: 'started',
} as const;

it.each(['udp://127.0.0.1/announce', 'udp://127.0.0.1:0/announce'])(
  'is over at once with a tracker that cannot be asked: %s',
  async (tracker) => {
    const { signal } = new AbortController();
    const asked = askTracker(tracker, announce, { network: createNetwork(), signal });
    await expect(asked).rejects.toThrow();
    // Nothing tries again, on a socket that is closed by then.
    expect(vi.getTimerCount()).toBe(0);
  },
);
