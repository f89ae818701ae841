import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openConsoles } from '../../../src/linux/consoles.ts';
import { type PaintedFrame, takePaintedFrames } from '../../../src/linux/painted-frames.ts';
import { openPtyScreen, type PtyScreen } from '../../helpers/pty-screen.ts';
import { keys } from '../../helpers/tui-terminal.ts';

const init = readFileSync(join(import.meta.dirname, '../../../initramfs/init.sh'), 'utf8');
const names = ['read_key', 'look_up', 'draw_down', 'draw_up', 'draw_search', 'answer_keys'];
const functions = names.map((name) => {
  const [text = ''] = new RegExp(`^${name}\\(\\) \\{[\\s\\S]*?^\\}`, 'm').exec(init) ?? [];
  return text;
});
const [, size] = /size=\$\((stty .*) size </.exec(init) ?? [];

const frame = 'en-ascii-80x24';
const rows = ['distro a', 'distro b', 'distro c'];
/** Two rows below the title bar, the upper one with the search field. */
const lines = ['<all>', '<a>', '<b>', '<a?>', '<zero>', '\\%s$(reboot)`*', '<c>', '<mark>'];
const table = [
  ...['@ 2;3', '> 2:3 8', '> 3:2', '> 3:7', '> 2:3', '. 2:1 2', 'aA 2:4 2', 'bB 2:4 3', '0 2:4 5'],
  'zZ 2:4 6',
];
const aToB = '\x1b[2H<b>\x1b[3H<mark>';
const bToA = '\x1b[3H<a>';
const bToC = '\x1b[3H<c>';
const cToB = '\x1b[2H<b>';

let work = '';
let screen: PtyScreen | undefined;
beforeEach(() => {
  work = mkdtempSync(join(tmpdir(), 'webboot-frames-'));
  mkdirSync(join(work, 'frames'));
  const write = (name: string, text: string) => writeFileSync(join(work, 'frames', name), text);
  write(frame, '<a>');
  write('en.lines', `${lines.join('\n')}\n`);
  write(`${frame}.table`, `${table.join('\n')}\n`);
  write('rows', `${rows.join('\n')}\n`);
});
afterEach(() => {
  screen?.kill();
  screen = undefined;
  rmSync(work, { recursive: true });
});

/** init.sh's own functions, run by busybox on a terminal; afterwards, what they have not read is shown. */
async function startReader(): Promise<PtyScreen> {
  const script = functions
    .join('\n')
    .replaceAll('/webboot/frames', join(work, 'frames'))
    .replaceAll('/run/webboot', work)
    .replaceAll('/usr/bin/espeakup', join(work, 'espeakup'));
  const body = `${size} >/dev/null; printf '<a>'; answer_keys ${frame} ttyS0; printf '<left>'; exec cat`;
  screen = openPtyScreen('busybox', ['sh', '-c', `${script}\n${body}`], { columns: 400, rows: 50 });
  await screen.until('<a>');
  return screen;
}

/** Resolves once that is all that was written. */
const writes = (terminal: PtyScreen, expected: string) =>
  vi.waitFor(() => expect(terminal.output()).toBe(expected), { timeout: 20_000 });

async function take(pid = screen?.pid): Promise<PaintedFrame | undefined> {
  const list = `/dev/ttyS0=${frame}=${pid}`;
  const taken = await takePaintedFrames(list, { frames: join(work, 'frames'), run: work });
  return taken.get('/dev/ttyS0');
}

/** What init.sh writes of a list: from the second row on. */
const listOf = (...rows: readonly string[]) =>
  rows.map((row, index) => `\x1b[${index + 2}H${row}`).join('');
const field = (text: string) => `\x1b[2;3H${text}\x1b[0;7m \x1b[0m\x1b[K`;
const textOf = (bytes: Uint8Array | undefined) => Buffer.from(bytes ?? []).toString('latin1');

describe('the keys that are pressed before Node has the menu', () => {
  it('move the mark at once, by what was drawn for that, and Node knows where it is', async () => {
    const terminal = await startReader();
    terminal.press(keys.down, keys.down, keys.up);
    await writes(terminal, `<a>${aToB}${bToC}${cToB}`);
    expect(await take()).toEqual({
      written: `<a>${aToB}`,
      columns: 80,
      rows: 24,
      marked: 'distro b',
      keys: Buffer.of(),
    });
  });

  it('move it whichever way their bytes are cut, and in the cursor keys’ other form', async () => {
    const terminal = await startReader();
    for (const byte of '\x1b[B\x1bOB') {
      terminal.press(byte);
      await sleep(20);
    }
    await writes(terminal, `<a>${aToB}${bToC}`);
    expect((await take())?.marked).toBe('distro c');
  });

  it('leave the mark on the first row where it is, which is a key answered as well', async () => {
    const terminal = await startReader();
    terminal.press(keys.up, keys.down, keys.up, keys.up);
    await writes(terminal, `<a>${aToB}${bToA}`);
    expect(await take()).toMatchObject({ written: '<a>', marked: 'distro a' });
  });

  it('are left to Node from the first on that has another answer, in their order', async () => {
    const terminal = await startReader();
    terminal.press(`${keys.down}\x15q${keys.down}`);
    await terminal.until('<left>');
    await vi.waitFor(() => expect(terminal.output()).toBe(`<a>${aToB}<left>q${keys.down}`));
    const taken = await take();
    expect(taken?.marked).toBe('distro b');
    expect(textOf(taken?.keys)).toBe('\x15');
  });

  it('are left to Node from the first on that goes beyond what was drawn', async () => {
    const terminal = await startReader();
    terminal.press(keys.down, keys.down, keys.down, keys.down);
    await terminal.until('<left>');
    await vi.waitFor(() => expect(terminal.output()).toContain(`<left>${keys.down}`));
    const taken = await take();
    expect([taken?.marked, textOf(taken?.keys)]).toEqual(['distro c', keys.down]);
  });

  it.each([
    ...[
      ' ',
      '.',
      '-',
      '?',
      '/',
      '\\',
      "'",
      '*',
      '\t',
      '\x7f',
      '\b',
      '\x03',
      '\x04',
      '\x1b\x1b',
      '\x1b[C',
    ],
    ...['\x1b[6~', '\x1bOP', 'ü', '→', '\x1b[200~$(reboot)\x1b[201~'],
  ])('reach Node byte for byte: %j', async (pressed) => {
    const terminal = await startReader();
    terminal.press(pressed);
    await terminal.until('<left>');
    const read = Buffer.from((await take())?.keys ?? []);
    const bytes = Buffer.from(pressed);
    expect(read.length).toBeGreaterThan(0);
    expect(read).toEqual(bytes.subarray(0, read.length));
    const left = bytes.subarray(read.length).toString();
    await vi.waitFor(() => expect(terminal.output().split('<left>')[1]).toBe(left));
  });

  it('search at once: the first letter shows what it finds, more are echoed behind it', async () => {
    const terminal = await startReader();
    terminal.press(keys.down, 'B', 'o.x');
    await terminal.until('Bo.x');
    const shown = ['B', 'Bo', 'Bo.', 'Bo.x'].map(field);
    expect(terminal.output()).toBe(`<a>${aToB}${listOf('<a?>', '<b>')}${shown.join('')}`);
    expect(await take()).toEqual({
      written: `<a>${listOf('<a?>', '<b>')}${field('Bo.x')}`,
      columns: 80,
      rows: 24,
      search: 'Bo.x',
      keys: Buffer.of(),
    });
  });

  it.each(['\x7f', '\b'])(
    'take letters back one by one by %j, up to the whole list',
    async (erase) => {
      const terminal = await startReader();
      terminal.press(keys.down, '0a', erase, erase, keys.down, keys.down);
      const found = listOf('<a?>', '<zero>') + field('0');
      const all = listOf('<all>', '<a>');
      const back = `${found}${field('0a')}${found}${all}`;
      await writes(terminal, `<a>${aToB}${back}${aToB}${bToC}`);
      const taken = await take();
      expect(taken).toMatchObject({ written: `<a>${aToB}${bToC}`, marked: 'distro c' });
      expect(taken).not.toHaveProperty('search');
    },
  );

  it('show what a letter finds as it stands in the file, whatever that is', async () => {
    const terminal = await startReader();
    terminal.press('z');
    await writes(terminal, `<a>${listOf('<a?>', lines[5] ?? '')}${field('z')}`);
  });

  it.each([
    [keys.down, 'while there is a search, which has another list'],
    [keys.up, 'while there is a search, which has another list'],
    ['ü', 'that no list was drawn for'],
    ['/', 'that make an address of the search'],
    [keys.escape, 'that clear the search'],
    ['\x03', 'that clear the search'],
  ])('are left to Node, with the search that they follow: %j, %s', async (pressed) => {
    const terminal = await startReader();
    terminal.press(`ab${pressed}c`);
    await terminal.until('<left>');
    const taken = await take();
    expect(taken?.search).toBe('ab');
    const read = Buffer.from(taken?.keys ?? []);
    const bytes = Buffer.from(`${pressed}c`);
    expect(read.length).toBeGreaterThan(0);
    expect(read).toEqual(bytes.subarray(0, read.length));
    const left = bytes.subarray(read.length).toString();
    await vi.waitFor(() => expect(terminal.output().split('<left>')[1]).toBe(left));
  });

  it('are echoed as far as the field surely has room for them', async () => {
    const terminal = await startReader();
    const pasted = 'a'.repeat(5000);
    terminal.press(pasted.slice(0, 4000));
    await terminal.until('<left>');
    const taken = await take();
    const answered = taken?.search ?? '';
    expect(answered).toBe('a'.repeat(24));
    const unread = 4000 - answered.length - textOf(taken?.keys).length;
    await vi.waitFor(() => expect(terminal.output().split('<left>')[1]).toBe('a'.repeat(unread)));
  });

  it('leave it to Node to speak in an image that can, for which "s" alone asks', async () => {
    writeFileSync(join(work, 'espeakup'), '');
    const terminal = await startReader();
    terminal.press('s');
    await terminal.until('<left>');
    const taken = await take();
    expect([taken?.search, textOf(taken?.keys)]).toEqual([undefined, 's']);
  });

  it.each(['\r', '\n'])('are shown to be taken if they open something: %j', async (enter) => {
    const terminal = await startReader();
    terminal.press(`a${enter}b`);
    await terminal.until('<left>b');
    const taken = await take();
    expect(textOf(taken?.keys)).toBe(enter);
    expect(taken?.search).toBe('a');
    const pressed = '\x1b[24;2H\x1b[0;7mEnter\x1b[0m';
    expect(taken?.written).toBe(`<a>${listOf('<a?>', '<a>')}${field('a')}${pressed}`);
    expect(`${taken?.written}<left>b`).toBe(terminal.output());
  });

  it('are no key where the line only makes noise', async () => {
    const terminal = await startReader();
    terminal.press('\0', keys.down, '\0');
    await writes(terminal, `<a>${aToB}`);
    const taken = await take();
    expect([taken?.marked, textOf(taken?.keys)]).toEqual(['distro b', '']);
  });

  it('are an Escape where nothing has followed it', async () => {
    const terminal = await startReader();
    terminal.press(keys.escape);
    await terminal.settled();
    const taken = await take();
    expect([taken?.marked, textOf(taken?.keys)]).toEqual([undefined, keys.escape]);
  });

  it('are neither lost nor doubled if Node takes the console while they come', async () => {
    const count = 30;
    const numbers = Array.from({ length: count }, (_, row) => row);
    const rowLines = numbers.map((row) => `<${row} down>\n<${row} up>\n`).join('');
    writeFileSync(join(work, 'frames/en.lines'), rowLines);
    const moves = numbers.map((row) => `> 3:${2 * row + 1}\n> 3:${2 * row + 2}\n`).join('');
    writeFileSync(join(work, 'frames', `${frame}.table`), `@ 2;3\n${moves}`);
    const items = Array.from({ length: count + 1 }, (_, row) => `distro ${row}`);
    writeFileSync(join(work, 'frames/rows'), items.join('\n'));
    const terminal = await startReader();
    let taking: Promise<PaintedFrame | undefined> | undefined;
    for (let pressed = 0; pressed < count; pressed += 1) {
      for (const byte of keys.down) {
        terminal.press(byte);
        await sleep(1);
      }
      if (pressed === 10) taking = take();
    }
    const taken = await taking;
    const answered = items.indexOf(taken?.marked ?? items[0] ?? '');
    const rest = keys.down.repeat(count - answered);
    const read = textOf(taken?.keys);
    expect(rest.startsWith(read)).toBe(true);
    await vi.waitFor(() =>
      expect(terminal.output().split('<left>')[1]).toBe(rest.slice(read.length)),
    );
    const shown = numbers
      .slice(0, answered)
      .map((row) => `\x1b[3H<${row} down>`)
      .join('');
    expect(taken?.written).toBe(`<a>${shown}`);
    expect(terminal.output().split('<left>')[0]).toBe(`<a>${shown}`);
  });

  it('are neither lost nor doubled if Node takes the console while letters come', async () => {
    const typed = 'abcdefghijklmnopqrst';
    const terminal = await startReader();
    let taking: Promise<PaintedFrame | undefined> | undefined;
    for (const [index, letter] of [...typed].entries()) {
      terminal.press(letter);
      await sleep(2);
      if (index === 7) taking = take();
    }
    const taken = await taking;
    const answered = `${taken?.search ?? ''}${textOf(taken?.keys)}`;
    expect(typed.startsWith(answered)).toBe(true);
    await vi.waitFor(() =>
      expect(`${answered}${terminal.output().split('<left>')[1]}`).toBe(typed),
    );
  });

  it('are not waited for if who reads them has died', async () => {
    const terminal = await startReader();
    const { pid } = terminal;
    terminal.kill();
    expect(await take(pid)).toMatchObject({ written: '<a>', keys: new Uint8Array() });
  });

  it('come to the menu before those that nobody has read yet', async () => {
    screen = openPtyScreen('sh', ['-c', 'stty raw -echo; tty; exec sleep 1000'], {
      columns: 80,
      rows: 24,
    });
    await screen.until('/dev/pts/');
    const [path = ''] = /\/dev\/pts\/\d+/.exec(screen.output()) ?? [];
    screen.press('q');
    const painted = { written: '', columns: 80, rows: 24, keys: Buffer.from('z') };
    const [console] = openConsoles([path], new Map([[path, painted]]));
    let read = '';
    console?.stdin.on('data', (bytes: Buffer) => {
      read += bytes.toString();
    });
    await vi.waitFor(() => expect(read).toBe('zq'));
    console?.stdin.destroy();
    console?.stdout.destroy();
  });

  it('are not asked for where nothing was painted', async () => {
    expect((await takePaintedFrames('')).size).toBe(0);
  });
});
