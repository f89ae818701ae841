import { describe, expect, it, vi } from 'vitest';
import type { RemotePanel, RemoteSnapshot } from '../../src/menu/model/remote.ts';
import { startTui } from '../../src/tui/start-tui.ts';
import { createFakeConsole, type FakeConsole } from '../helpers/fake-console.ts';
import { createFakeSession } from '../helpers/fake-session.ts';

const waiting: RemoteSnapshot = {
  kind: 'waiting',
  addresses: ['https://192.168.178.123/', 'https://[fd00::1234:5678:9abc:def0]/'],
  code: '012345',
  fingerprint: '0123456789abcdef'.repeat(4),
};

function fakeRemote(): RemotePanel {
  const listeners = new Set<() => void>();
  let snapshot: RemoteSnapshot = { kind: 'off' };
  return {
    snapshot: () => snapshot,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async start() {
      snapshot = waiting;
      for (const listener of listeners) listener();
    },
    async stop() {},
  };
}

/** The screen that a console shows after F9 and Enter. */
async function screenOn(console: FakeConsole): Promise<string> {
  const drawn = Promise.withResolvers<void>();
  void startTui({
    session: createFakeSession(),
    consoles: [console.console],
    settings: { version: '0.1.0', leave: ['quit'] },
    actions: {},
    remote: () => fakeRemote(),
    onFirstFrame: drawn.resolve,
  });
  await drawn.promise;
  console.press('\x1b[20~');
  await vi.waitFor(() => expect(console.frame()).toContain('Nothing listens'), { timeout: 10_000 });
  console.press('\r');
  await vi.waitFor(() => expect(console.frame()).toContain('012 345'), { timeout: 10_000 });
  return console.frame();
}

describe('the way to another screen', () => {
  it('is a QR code with address, code and fingerprint beside it on a PC’s screen', async () => {
    const console = createFakeConsole({ columns: 80, rows: 25, charset: 'cp437' });
    const frame = await screenOn(console);
    expect(frame).toMatch(/[▀▄█]{3}/);
    expect(frame).toContain('Open https://192.168.178.123/');
    expect(frame.match(/\b[0-9A-F]{4}\b/g)?.join('')).toContain('0123456789ABCDEF'.repeat(4));
    expect(frame).toContain('x end it');
  });

  it('is text alone on a serial line, and all of it is there', async () => {
    const frame = await screenOn(createFakeConsole({ columns: 80, rows: 24, charset: 'ascii' }));
    expect(frame).toContain('Open https://192.168.178.123/');
    expect(frame).toContain('Five wrong codes end this.');
  });

  it('has address and code even on the smallest console', async () => {
    const frame = await screenOn(createFakeConsole({ columns: 40, rows: 12, charset: 'ascii' }));
    expect(frame).toContain('Open https://192.168.178.123/');
    expect(frame).toContain('Code: 012 345');
  });
});
