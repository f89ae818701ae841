import { afterEach, describe, expect, it, vi } from 'vitest';
import { loadScreen } from '../../src/tui/screens/screen-view.tsx';
import { startTui } from '../../src/tui/start-tui.ts';
import { createFakeConsole, type FakeConsole } from '../helpers/fake-console.ts';
import { createFakeSession } from '../helpers/fake-session.ts';
import { tuiTerminals } from '../helpers/tui-suite.ts';
import { keys } from '../helpers/tui-terminal.ts';

/** A minute's share of a line of 9600 baud that a download's progress may take. */
const bytesPerMinute = 20_000;

afterEach(() => {
  vi.useRealTimers();
});

/** Lets the time go by in steps of a tenth of a second, with a turn for everything that is due. */
async function pass(seconds: number): Promise<void> {
  for (let step = 0; step < seconds * 10; step += 1) {
    await vi.advanceTimersByTimeAsync(100);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** A menu in which a download of more than a minute, with news 20 times a second, has begun. */
async function download(console: FakeConsole): Promise<void> {
  // Loading takes real time, of which none goes by below.
  for (const kind of ['detail', 'inspecting', 'entries', 'progress'] as const) {
    await loadScreen(kind);
  }
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance', 'Date'] });
  const { promise: drawn, resolve } = Promise.withResolvers<void>();
  void startTui({
    session: createFakeSession({ ticks: 2400, tickMs: 50 }),
    consoles: [console.console],
    settings: { version: '0.1.0', leave: [] },
    actions: {},
    onFirstFrame: resolve,
  });
  await drawn;
  const isLine = console.console.ui === 'line';
  for (const key of isLine ? ['debian\r', '1\r', '1\r', '1\r'] : ['deb', '\r', '\r', '\r']) {
    console.press(key);
    await pass(1);
  }
  await pass(2);
  expect(console.output()).toContain('MB/s');
}

describe.each(['screen', 'line'] as const)('a slow serial line in %s mode', (ui) => {
  it('gets at most 20 kB in a minute of a download, and something of it', async () => {
    const console = createFakeConsole({ ui, slow: true });
    await download(console);
    const before = console.output().length;
    await pass(60);
    const bytes = console.output().length - before;
    expect(bytes).toBeLessThan(bytesPerMinute);
    expect(bytes).toBeGreaterThan(100);
  });
});

describe('a serial line', () => {
  const open = tuiTerminals({ until: 'Alpine Linux' });

  it('gets only the changed characters after a key', async () => {
    const menu = await open({ slow: true });
    await menu.settled();
    const whole = menu.output().length;
    menu.press(keys.down);
    await menu.until('> Arch Linux');
    await menu.settled();
    expect(menu.output().length - whole).toBeLessThan(250);
  });

  it('gets nothing at all while nothing happens', async () => {
    const menu = await open();
    await menu.settled();
    const before = menu.output().length;
    await new Promise((resolve) => setTimeout(resolve, 2500));
    expect(menu.output().length).toBe(before);
  });

  it('is drawn whole again by Ctrl-L, whatever the kernel wrote over it', async () => {
    const menu = await open();
    await menu.settled();
    const before = menu.output().length;
    menu.press(keys.ctrlL);
    await menu.settled();
    const redrawn = menu.output().slice(before);
    expect(redrawn).toContain('\x1b[2J');
    expect(redrawn).toContain('Void Linux');
  });
});
