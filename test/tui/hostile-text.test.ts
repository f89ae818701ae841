import { describe, expect, it, vi } from 'vitest';
import { eventText } from '../../src/cli/event-text.ts';
import { printEvents } from '../../src/cli/print-events.ts';
import { loadLanguage } from '../../src/core/languages/languages.ts';
import type { NetworkPanel } from '../../src/core/network/panel.ts';
import { startTui } from '../../src/tui/start-tui.ts';
import { createFakeConsole } from '../helpers/fake-console.ts';
import { createFakeNetwork } from '../helpers/fake-network.ts';
import { createFakeSession } from '../helpers/fake-session.ts';
import { hostileText, obeyedIn, poisoned } from '../helpers/hostile-text.ts';
import { keys } from '../helpers/tui-terminal.ts';

/** Everything that the menu shows of a session and a network, written by somebody hostile. */
function hostileSession() {
  const session = createFakeSession({ ticks: 4, tickMs: 2, failAt: 'verify' });
  return {
    ...session,
    distros: poisoned(session.distros),
    peek: async (...args: Parameters<typeof session.peek>) => poisoned(await session.peek(...args)),
    plan: (...args: Parameters<typeof session.plan>) => poisoned(session.plan(...args)),
    async *execute(...args: Parameters<typeof session.execute>) {
      for await (const event of session.execute(...args)) yield poisoned(event);
    },
  };
}

function hostileNetwork(): NetworkPanel {
  const network = createFakeNetwork();
  return { ...network, snapshot: () => poisoned(network.snapshot()) };
}

describe.each(['screen', 'line'] as const)('hostile text on a console (%s)', (ui) => {
  it.each([
    ['ascii', 'en'],
    ['ascii', 'de'],
    ['cp437', 'de'],
    ['unicode', 'en'],
  ] as const)('is shown and not obeyed (%s, %s)', async (charset, code) => {
    const language = await loadLanguage(code);
    const log = code === 'de' ? 'Protokoll' : ui === 'line' ? 'Log' : 'log, line';
    const seat = createFakeConsole({
      name: 'ttyS0',
      ui,
      charset,
      rows: ui === 'line' ? 400 : 24,
    });
    const result = startTui({
      session: hostileSession(),
      consoles: [seat.console],
      settings: {
        version: '0.1.0',
        leave: ['quit'],
        ...(language === undefined ? {} : { language }),
        problems: [`a setting is wrong: ${hostileText}`],
        about: poisoned([{ title: 'This program', lines: [hostileText] }]),
      },
      actions: {},
      network: hostileNetwork(),
    });
    const shows = (text: string) =>
      vi.waitFor(() => expect(seat.frame()).toContain(text), { timeout: 15_000 });
    const enter = ui === 'line' ? '1\r' : keys.enter;
    await shows('Debian Live');
    seat.press(ui === 'line' ? 'debian\r' : 'debian');
    await vi.waitFor(() => expect(seat.frame()).toMatch(ui === 'line' ? /1\. Debian/ : /> Debian/));
    seat.press(enter);
    await shows('standard, no desktop');
    seat.press(enter);
    await shows('Live system (amd64)');
    seat.press(ui === 'line' ? 'e 1\r' : 'e');
    await shows('quiet splash');
    seat.press(keys.escape);
    seat.press(enter);
    await shows('digest-wrong');
    seat.press(ui === 'line' ? 'l\r' : 'l');
    await shows(log);
    seat.press(`${keys.escape}${keys.escape}${keys.escape}${keys.escape}`);
    seat.press(ui === 'line' ? 'network\r1\r' : `\u0015network${keys.enter}`);
    await shows('eth0');
    expect(obeyedIn(seat.output())).toEqual([]);
    seat.press(
      ui === 'line' ? 'b\rb\rquit\r1\r\r' : `${keys.ctrlC}\u0015quit${keys.enter}${keys.enter}`,
    );
    await result;
    expect(obeyedIn(seat.output())).toEqual([]);
  });
});

describe('hostile text from the command', () => {
  it.each([true, false])('is shown and not obeyed (JSON: %s)', async (json) => {
    const session = hostileSession();
    const source = poisoned(await session.select('debian/standard'));
    const peek = await session.peek(source);
    const plan = session.plan(peek, {});
    const events = async function* () {
      yield { type: 'selected', source } as const;
      yield { type: 'facts', facts: peek.facts } as const;
      for (const problem of plan.problems) yield { type: 'problem', problem } as const;
      yield { type: 'plan', plan } as const;
      yield* session.execute(plan);
    };
    let output = '';
    await printEvents(
      events(),
      {
        stdout: (text) => {
          output += text;
        },
        stderr: () => {},
        env: {},
        signal: new AbortController().signal,
      },
      { json, textOf: eventText },
    );
    expect(output).toContain('Live system');
    expect(obeyedIn(output)).toEqual([]);
    if (!json) return;
    for (const row of output.trimEnd().split('\n')) JSON.parse(row);
    expect(output).not.toMatch(/[\u007f-\u009f\u2028]/);
  });
});
