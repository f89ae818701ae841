import { describe, expect, it, vi } from 'vitest';
import type { Session } from '../../src/boot/session/session.ts';
import { startTui } from '../../src/tui/start-tui.ts';
import { createFakeConsole, type FakeConsole } from '../helpers/fake-console.ts';
import { createFakeSession } from '../helpers/fake-session.ts';
import { keys } from '../helpers/tui-terminal.ts';

/** A session whose catalogue breaks the promise of its type, as a fault of ours would. */
function brokenSession(): Session {
  const session = createFakeSession();
  const [first] = session.distros;
  if (!first) throw new Error('no distro');
  const distro = Object.defineProperty({ ...first }, 'fingerprints', {
    get: () => {
      throw new Error('broken catalogue');
    },
  });
  return { ...session, distros: [distro] };
}

function start(session: Session, console: FakeConsole): Promise<unknown> {
  return startTui({
    session,
    consoles: [console.console],
    settings: { version: '0.1.0', leave: ['quit'] },
    actions: {},
  });
}

function shows(console: FakeConsole, text: string): Promise<void> {
  return vi.waitFor(() => expect(console.output()).toContain(text), { timeout: 15_000 });
}

describe('a fault in webboot itself', () => {
  it.each(['screen', 'line'] as const)(
    'on a %s console is shown, and the menu goes on',
    async (ui) => {
      const console = createFakeConsole({ ui, rows: 100 });
      const left = start(brokenSession(), console);
      await shows(console, 'Alpine');
      console.press(ui === 'line' ? '1\r' : keys.enter);
      await shows(console, 'This is a fault in webboot: broken catalogue');
      console.press(
        ui === 'line' ? 'b\rquit\r1\r\r' : `${keys.ctrlC}quit${keys.enter}${keys.enter}`,
      );
      expect(await left).toEqual({ how: 'quit' });
    },
  );
});

describe('settings that are wrong', () => {
  it('are told at the start, and all of them stand in the log', async () => {
    const console = createFakeConsole();
    const left = startTui({
      session: createFakeSession(),
      consoles: [console.console],
      settings: { version: '0.1.0', leave: ['quit'], problems: ['x is wrong.', 'y is wrong.'] },
      actions: {},
    });
    await shows(console, '2 things are wrong with the settings; the log names them.');
    console.press(keys.f4);
    await vi.waitFor(() => expect(console.frame()).toMatch(/x is wrong\.\n.*y is wrong\./));
    console.press(`${keys.ctrlC}quit${keys.enter}${keys.enter}`);
    expect(await left).toEqual({ how: 'quit' });
  });
});
