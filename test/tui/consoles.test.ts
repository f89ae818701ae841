import { describe, expect, it, vi } from 'vitest';
import { defined } from '../../src/core/defined.ts';
import type { Console } from '../../src/tui/console/console.ts';
import { startTui, type TuiResult } from '../../src/tui/start-tui.ts';
import { createFakeConsole, type FakeConsole } from '../helpers/fake-console.ts';
import { createFakeNetwork } from '../helpers/fake-network.ts';
import { createFakeSession } from '../helpers/fake-session.ts';
import { keys } from '../helpers/tui-terminal.ts';

async function start(
  consoles: readonly FakeConsole[],
  shell?: (console: Pick<Console, 'name'>) => Promise<void>,
  replaced?: Promise<void>,
  signal?: AbortSignal,
): Promise<{ readonly result: Promise<TuiResult> }> {
  const { promise: drawn, resolve } = Promise.withResolvers<void>();
  const result = startTui({
    session: createFakeSession({ ticks: 3, tickMs: 5 }),
    consoles: consoles.map(({ console }) => console),
    settings: { version: '0.1.0', leave: ['quit'] },
    actions: shell ? { shell } : {},
    network: createFakeNetwork(),
    onFirstFrame: resolve,
    ...defined({ replaced, signal }),
  });
  await drawn;
  return { result };
}

function shows(console: FakeConsole, text: string): Promise<void> {
  return vi.waitFor(() => expect(console.frame()).toContain(text), { timeout: 15_000 });
}

describe('several consoles', () => {
  it('show one state: what is chosen on the serial line is seen on the screen', async () => {
    const serial = createFakeConsole({ name: 'ttyS0' });
    const screen = createFakeConsole({ name: 'tty0', columns: 100, rows: 37, charset: 'unicode' });
    const { result } = await start([serial, screen]);
    serial.press('deb');
    await shows(screen, '> Debian Live');
    screen.press(keys.enter);
    await shows(serial, 'Only these keys are accepted');
    expect(serial.frame().split('\n').length).toBeLessThanOrEqual(24);
    expect(screen.frame().split('\n').length).toBe(37);
    serial.press(`${keys.escape}`);
    await shows(screen, 'Search: deb');
    screen.press(`\x15${keys.end}${keys.enter}${keys.enter}`);
    expect(await result).toEqual({ how: 'quit' });
  });

  it('speak and draw at once: a line-mode console beside a screen', async () => {
    const speech = createFakeConsole({ name: 'ttyS1', ui: 'line', rows: 200 });
    const screen = createFakeConsole({ name: 'tty0' });
    const { result } = await start([speech, screen]);
    speech.press('tails\r');
    await shows(screen, '> Tails');
    speech.press('1\r');
    await shows(screen, 'webboot: Tails');
    screen.press(`${keys.enter}`);
    await shows(speech, '1. [OK] Live system (amd64): ready to boot');
    screen.press(keys.ctrlC + keys.ctrlC);
    await shows(screen, 'Search: tails');
    screen.press(`\x15${keys.end}${keys.enter}${keys.enter}`);
    await result;
  });

  it('change their language together, each with the letters that it has', async () => {
    const speech = createFakeConsole({ name: 'ttyS1', ui: 'line', rows: 200 });
    const serial = createFakeConsole({ name: 'ttyS0' });
    const screen = createFakeConsole({ name: 'tty0', charset: 'cp437' });
    const { result } = await start([speech, serial, screen]);
    speech.press('language\r1\r');
    await shows(screen, 'webboot: language');
    await shows(speech, '2. Deutsch');
    speech.press('2\r');
    await shows(speech, 'Sprache: Deutsch');
    speech.press('b\rabout\r1\r');
    await shows(speech, 'Ueber webboot 0.1.0');
    await shows(serial, 'webboot: Ueber webboot 0.1.0');
    await shows(screen, 'webboot: Über webboot 0.1.0');
    screen.press(`${keys.escape}`);
    await shows(serial, 'Suche:');
    screen.press(`\x15${keys.end}${keys.enter}${keys.enter}`);
    expect(await result).toEqual({ how: 'quit' });
  });

  it('give the shell to the console that asked for it, and leave the other alone', async () => {
    const asking = createFakeConsole({ name: 'ttyS0' });
    const other = createFakeConsole({ name: 'tty0' });
    const opened: string[] = [];
    const { result } = await start([other, asking], async ({ name }) => {
      opened.push(name);
      asking.console.stdout.write('\x1b[2J\x1b[Hshell');
    });
    asking.press('rescue shell\r\r');
    await vi.waitFor(() => expect(opened).toEqual(['ttyS0']));
    await shows(asking, 'webboot: rescue shell');
    await shows(other, 'webboot: rescue shell');
    expect(other.output()).not.toContain('\x1b[?25h');
    asking.press(`${keys.ctrlC}\x15${keys.end}${keys.enter}${keys.enter}`);
    await result;
  });
});

it('a menu whose terminal is closed is left', async () => {
  const closed = new AbortController();
  const screen = createFakeConsole({ name: 'tty0' });
  const { result } = await start([screen], undefined, undefined, closed.signal);
  closed.abort();
  expect(await result).toEqual({ how: 'quit' });
});

describe('a menu that is to make way', () => {
  it('ends where nobody has touched it', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const { result } = await start([createFakeConsole({ name: 'tty0' })], undefined, promise);
    resolve();
    expect(await result).toEqual({ how: 'replaced' });
  });

  it('stays under the hands of a person, and says what has come', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const screen = createFakeConsole({ name: 'tty0' });
    const { result } = await start([screen], undefined, promise);
    screen.press('deb');
    await shows(screen, '> Debian Live');
    resolve();
    await shows(screen, 'The stick has settings');
    screen.press(`\x15${keys.end}${keys.enter}${keys.enter}`);
    expect(await result).toEqual({ how: 'quit' });
  });
});
