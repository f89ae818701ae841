import { describe, expect, it, vi } from 'vitest';
import { startTui } from '../../src/tui/start-tui.ts';
import { createFakeConsole, type FakeConsole } from '../helpers/fake-console.ts';
import { createFakeSession } from '../helpers/fake-session.ts';

async function start(console: FakeConsole): Promise<void> {
  const drawn = Promise.withResolvers<void>();
  void startTui({
    session: createFakeSession(),
    consoles: [console.console],
    settings: { version: '0.1.0', leave: ['quit'] },
    actions: {},
    onFirstFrame: drawn.resolve,
  });
  await drawn.promise;
}

/** A serial line: the kernel knows no size, and the terminal at its end is 100 by 30. */
function serialLine(): FakeConsole {
  const line = createFakeConsole({ columns: 100, rows: 30 });
  Object.assign(line.console.stdout, { columns: 0, rows: 0 });
  return line;
}

const asked = '\x1b[18t';
const widest = ({ frame }: FakeConsole) =>
  Math.max(
    ...frame()
      .split('\n')
      .map(({ length }) => length),
  );

describe('a terminal whose size the kernel does not know', () => {
  it('is asked for it, and drawn for what it answers', async () => {
    const line = serialLine();
    await start(line);
    expect(line.output()).toContain(asked);
    await vi.waitFor(() => expect(widest(line)).toBeGreaterThan(60));
    expect(line.frame().split('\n').length).toBeLessThanOrEqual(24);
    line.press('\x1b[8;30;100t');
    await vi.waitFor(() => expect(line.frame().split('\n').length).toBe(30), { timeout: 10_000 });
  });

  it('is asked again by Ctrl-L, after it was made larger or smaller', async () => {
    const line = serialLine();
    await start(line);
    line.press('\x1b[8;30;100t');
    await vi.waitFor(() => expect(line.frame().split('\n').length).toBe(30), { timeout: 10_000 });
    const before = line.output().length;
    line.press('\x0c');
    await vi.waitFor(() => expect(line.output().slice(before)).toContain(asked));
    line.press('\x1b[8;20;100t');
    await vi.waitFor(() => expect(line.frame().split('\n').slice(0, 20).at(-1)).toContain('keys'), {
      timeout: 10_000,
    });
  });

  it.each(['\x1b[8;0;0t', '\x1b[8;99999;1t', '\x1b[8;;t', '\x1b[8;5t', '\x1b[9;30;100t'])(
    'stays 80 by 24 if it answers %j',
    async (answer) => {
      const line = serialLine();
      await start(line);
      line.press(answer);
      line.press('zz');
      await vi.waitFor(() => expect(line.frame()).toContain('Search: zz'), { timeout: 10_000 });
      expect(line.frame().split('\n').length).toBe(24);
    },
  );

  it('is not believed on a console whose size the kernel does know, and never asked there', async () => {
    const screen = createFakeConsole({ columns: 80, rows: 24 });
    await start(screen);
    screen.press('\x1b[8;12;40tzz');
    await vi.waitFor(() => expect(screen.frame()).toContain('Search: zz'), { timeout: 10_000 });
    expect(screen.output()).not.toContain(asked);
    expect(screen.frame().split('\n').length).toBe(24);
  });
});
