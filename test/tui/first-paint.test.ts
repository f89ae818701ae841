import { describe, expect, it, vi } from 'vitest';
import type { Console } from '../../src/tui/console/console.ts';
import { startTui } from '../../src/tui/start-tui.ts';
import {
  drawnConsoles,
  type FrameLanguage,
  frameName,
  wordless,
} from '../../tools/image/drawn-consoles.ts';
import { drawMenu } from '../../tools/image/drawn-menu.ts';
import { createFakeConsole, type FakeConsole } from '../helpers/fake-console.ts';
import { createFakeNetwork } from '../helpers/fake-network.ts';
import { createFakeSession } from '../helpers/fake-session.ts';
import { keys } from '../helpers/tui-terminal.ts';

const size = { columns: 80, rows: 24 };
/** Ctrl-U, for the search. */
const clear = '\x15';

async function startOn(
  fake: FakeConsole,
  { painted, ui = 'screen' }: Pick<Partial<Console>, 'painted' | 'ui'> = {},
): Promise<() => Promise<void>> {
  const { promise: drawn, resolve } = Promise.withResolvers<void>();
  const other = createFakeConsole();
  const ended = startTui({
    session: createFakeSession(),
    consoles: [{ ...fake.console, ui, ...(painted && { painted }) }, other.console],
    settings: { version: '0.1.0', leave: ['quit'] },
    actions: {},
    network: createFakeNetwork(),
    onFirstFrame: resolve,
  });
  await drawn;
  return async () => {
    other.press(`${keys.end}${keys.enter}${keys.enter}`);
    await ended;
  };
}

/** What the menu writes first, on a screen of this size that shows something else. */
async function firstWritten(): Promise<string> {
  const fake = createFakeConsole();
  const leave = await startOn(fake);
  const written = fake.output();
  await leave();
  return written;
}

describe('a console that shows the first frame before the menu is there', () => {
  it('is written nothing where the frame is the same', async () => {
    const painted = { ...size, written: await firstWritten() };
    const fake = createFakeConsole();
    const leave = await startOn(fake, { painted });
    expect(fake.output()).toBe('');
    await leave();
  });

  it('is written only what differs, and is not erased', async () => {
    const first = await firstWritten();
    const written = first.replace('choose what to boot', 'choose what to xxxx');
    expect(written).not.toBe(first);
    const fake = createFakeConsole();
    const leave = await startOn(fake, { painted: { ...size, written } });
    expect(fake.output()).toBe('\x1b[1;26H\x1b[0;7mboot\x1b[0m');
    await leave();
  });

  it('is drawn whole where the screen has another size by then', async () => {
    const written = await firstWritten();
    const fake = createFakeConsole();
    const leave = await startOn(fake, { painted: { columns: 80, rows: 25, written } });
    expect(fake.output()).toBe(written);
    await leave();
  });

  it('is written nothing where the mark has been moved by then', async () => {
    const before = createFakeConsole();
    const leaveFirst = await startOn(before);
    before.press(keys.down);
    await vi.waitFor(() => expect(before.frame()).toMatch(/^ > Arch/m));
    const written = before.output();
    await leaveFirst();
    const fake = createFakeConsole();
    const painted = { ...size, written, marked: 'distro arch' };
    const leave = await startOn(fake, { painted });
    expect(fake.output()).toBe('');
    fake.press(keys.up);
    await vi.waitFor(() => expect(fake.output()).toContain('> Alpine'));
    await leave();
  });

  it('is written nothing where a letter has been searched for by then', async () => {
    const before = createFakeConsole();
    const leaveFirst = await startOn(before);
    before.press('d');
    await vi.waitFor(() => expect(before.frame()).toContain('Search: d'));
    const written = before.output();
    before.press(clear);
    await leaveFirst();
    const fake = createFakeConsole();
    const leave = await startOn(fake, { painted: { ...size, written, search: 'd' } });
    expect(fake.output()).toBe('');
    fake.press(keys.backspace);
    await vi.waitFor(() => expect(fake.output()).toContain('systems'));
    await leave();
  });

  it('comes to the same frame as by the same keys later, whatever was drawn for them', async () => {
    const later = createFakeConsole();
    const leaveFirst = await startOn(later);
    const first = later.output();
    later.press('ar');
    await vi.waitFor(() => expect(later.frame()).toContain('Search: ar'));
    await later.settled();
    const expected = later.frame();
    later.press(clear);
    await leaveFirst();
    const fake = createFakeConsole();
    const echoed = `${first}\x1b[2;10Har\x1b[0;7m \x1b[0m\x1b[K\x1b[24;2H\x1b[0;7mEnter\x1b[0m`;
    fake.console.stdout.write(echoed);
    const leave = await startOn(fake, { painted: { ...size, written: echoed, search: 'ar' } });
    await fake.settled();
    expect(fake.frame()).toBe(expected);
    expect(fake.output().slice(echoed.length)).not.toContain('\x1b[2J');
    fake.press(clear);
    await leave();
  });

  it('has the last search, and one mark, where keys were pressed on two consoles', async () => {
    const written = await firstWritten();
    const one = createFakeConsole();
    const other = createFakeConsole();
    for (const { console } of [one, other]) console.stdout.write(written);
    const { promise: drawn, resolve } = Promise.withResolvers<void>();
    const ended = startTui({
      session: createFakeSession(),
      consoles: [
        { ...one.console, painted: { ...size, written, search: 'zq' } },
        { ...other.console, painted: { ...size, written, marked: 'distro arch' } },
      ],
      settings: { version: '0.1.0', leave: ['quit'] },
      actions: {},
      network: createFakeNetwork(),
      onFirstFrame: resolve,
    });
    await drawn;
    for (const console of [one, other]) {
      await vi.waitFor(() => expect(console.frame()).toMatch(/^ > Arch/m));
      expect(console.frame()).toContain('systems');
    }
    one.press(`${keys.end}${keys.enter}${keys.enter}`);
    await ended;
  });

  it('has the mark on the first row if the one that it was moved to is gone', async () => {
    const fake = createFakeConsole();
    const painted = { ...size, written: await firstWritten(), marked: 'distro gone' };
    const leave = await startOn(fake, { painted });
    expect(fake.output()).toBe('');
    await leave();
  });

  it('answers the keys that were pressed before the menu loads anything else', async () => {
    const fake = createFakeConsole();
    fake.press('zq');
    const leave = await startOn(fake);
    expect(fake.frame()).toContain('Nothing matches');
    fake.press(keys.backspace + keys.backspace);
    await vi.waitFor(() => expect(fake.frame()).not.toContain('Nothing matches'));
    await leave();
  });

  it('is asked again in line mode for what was searched for', async () => {
    const fake = createFakeConsole({ rows: 200 });
    const painted = { ...size, written: await firstWritten(), search: 'tails' };
    fake.press('\r');
    const leave = await startOn(fake, { painted, ui: 'line' });
    await vi.waitFor(() => expect(fake.frame()).toMatch(/^Search for tails\.$/m));
    expect(fake.frame()).toMatch(/^1\. Tails,/m);
    fake.press('b\r');
    await vi.waitFor(() => expect(fake.frame().match(/^1\. Alpine/gm)).toHaveLength(2));
    await leave();
  });

  it('is emptied for line mode', async () => {
    const fake = createFakeConsole({ rows: 200 });
    const painted = { ...size, written: await firstWritten() };
    const leave = await startOn(fake, { painted, ui: 'line' });
    expect(fake.output()).toMatch(/^\x1b\[0m\x1b\[\?25h\x1b\[2J\x1b\[H[^\x1b]*Choose what to boot/);
    await leave();
  });
});

describe('the frames of an image', () => {
  it('show the catalogue on a console of each kind and size', async () => {
    const { consoles } = await drawMenu(drawnConsoles, 'x86_64');
    for (const [index, { frame: written }] of consoles.entries()) {
      const drawn = drawnConsoles[index];
      if (drawn === undefined) throw new Error('more frames than consoles');
      const screen = createFakeConsole(drawn);
      screen.console.stdout.write(written);
      const rows = await vi.waitFor(() => {
        const lines = screen.frame().split('\n');
        expect(lines.length, frameName(drawn)).toBe(drawn.rows);
        return lines;
      });
      const [title = ''] = rows;
      expect(title, frameName(drawn)).toMatch(/^ webboot: choose what to boot {2,}starting$/);
      expect(title.length, frameName(drawn)).toBe(drawn.columns - 1);
      expect(screen.frame(), frameName(drawn)).toMatch(/^ > \S.* signed/m);
    }
  });

  it('are in the language of the menu, or have none of its words in them', async () => {
    const [serial, screen] = drawnConsoles;
    if (serial === undefined || screen === undefined) throw new Error('no consoles');
    const show = async (language: FrameLanguage) => {
      const { consoles } = await drawMenu([serial, screen], 'x86_64', { language });
      return Promise.all(
        [serial, screen].map(async (drawn, index) => {
          const shown = createFakeConsole(drawn);
          shown.console.stdout.write(consoles[index]?.frame ?? '');
          await vi.waitFor(() => expect(shown.frame()).toContain('Debian'));
          return shown.frame();
        }),
      );
    };
    const [germanLine = '', germanScreen = ''] = await show('de');
    expect(germanLine).toMatch(/^ webboot: System zum Starten auswaehlen {2,}beginnt$/m);
    expect(germanScreen).toMatch(/^ webboot: System zum Starten auswählen {2,}beginnt$/m);
    expect(germanScreen).toContain('signiert');
    const [wordlessLine = ''] = await show(wordless);
    expect(wordlessLine).toMatch(/^ webboot:$/m);
    expect(wordlessLine).not.toMatch(/signed|Search|Enter|\d systems|GB|more below/);
  });

  it('have the mark on any row after what moves it there, and are the same after what moves it back', async () => {
    const moves = 15;
    const [serial, text] = drawnConsoles;
    const large = drawnConsoles.at(-1);
    if (serial === undefined || text === undefined || large === undefined) throw new Error('none');
    const asked = [serial, text, large];
    const { consoles, rows } = await drawMenu(asked, 'x86_64', { moves });
    expect(new Set(rows).size).toBe(moves + 1);
    for (const [index, drawn] of consoles.entries()) {
      const screen = createFakeConsole(asked[index]);
      const markOf = (frame: string) => frame.split('\n').findIndex((row) => row.startsWith(' > '));
      const show = async (written: string) => {
        await new Promise((resolve) => screen.console.stdout.write(written, resolve));
        await screen.settled();
        return screen.frame();
      };
      const frames = [await show(drawn.frame)];
      for (const { down } of drawn.moves) frames.push(await show(down));
      expect(frames.map(markOf)).toEqual(frames.map((_, row) => markOf(frames[0] ?? '') + row));
      const back = [frames.at(-1)];
      for (const { up } of drawn.moves.toReversed()) back.unshift(await show(up));
      expect(back).toEqual(frames);
      // A line of a file each.
      expect(drawn.moves.flatMap(({ down, up }) => [down, up]).join('')).not.toMatch(/[\n\0]/);
    }
  });

  it('have the names that the program which starts the menu looks for', () => {
    const [serial, screen] = drawnConsoles;
    if (serial === undefined || screen === undefined) throw new Error('no consoles');
    expect([frameName(serial), frameName(screen, 'de'), frameName(serial, wordless)]).toEqual([
      'en-ascii-80x24',
      'de-cp437-80x25',
      'any-ascii-80x24',
    ]);
  });
});
