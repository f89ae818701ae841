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
const functions = ['read_key', 'draw_down', 'draw_up', 'answer_keys'].map((name) => {
  const [text = ''] = new RegExp(`^${name}\\(\\) \\{[\\s\\S]*?^\\}`, 'm').exec(init) ?? [];
  return text;
});
const [, size] = /size=\$\((stty .*) size </.exec(init) ?? [];

const frame = 'en-ascii-80x24';
const rows = ['distro a', 'distro b', 'distro c'];
const moves = ['<a to b>', '<b to a>', '<b to c>', '<c to b>'];

let work = '';
let screen: PtyScreen | undefined;
beforeEach(() => {
  work = mkdtempSync(join(tmpdir(), 'webboot-frames-'));
  mkdirSync(join(work, 'frames'));
  const write = (name: string, text: string) => writeFileSync(join(work, 'frames', name), text);
  write(frame, '<a>');
  write(`${frame}.moves`, `${moves.join('\n')}\n`);
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
    .replace('/webboot/frames', join(work, 'frames'))
    .replace('/run/webboot', work);
  const body = `${size} >/dev/null; printf '<a>'; answer_keys ${frame} ttyS0; printf '<left>'; exec cat`;
  screen = openPtyScreen('busybox', ['sh', '-c', `${script}\n${body}`], { columns: 400, rows: 50 });
  await screen.until('<a>');
  return screen;
}

async function take(pid = screen?.pid): Promise<PaintedFrame | undefined> {
  const list = `/dev/ttyS0=${frame}=${pid}`;
  const taken = await takePaintedFrames(list, { frames: join(work, 'frames'), run: work });
  return taken.get('/dev/ttyS0');
}

const textOf = (bytes: Uint8Array | undefined) => Buffer.from(bytes ?? []).toString('latin1');

describe('the keys that are pressed before Node has the menu', () => {
  it('move the mark at once, by what was drawn for that, and Node knows where it is', async () => {
    const terminal = await startReader();
    terminal.press(keys.down, keys.down, keys.up);
    await terminal.until('<c to b>');
    expect(terminal.output()).toBe('<a><a to b><b to c><c to b>');
    expect(await take()).toEqual({
      written: '<a><a to b>',
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
    await terminal.until('<b to c>');
    expect((await take())?.marked).toBe('distro c');
  });

  it('leave the mark on the first row where it is, which is a key answered as well', async () => {
    const terminal = await startReader();
    terminal.press(keys.up, keys.down, keys.up, keys.up);
    await terminal.until('<b to a>');
    expect(await take()).toMatchObject({ written: '<a>', marked: 'distro a' });
  });

  it('are left to Node from the first on that has another answer, in their order', async () => {
    const terminal = await startReader();
    terminal.press(`${keys.down}zq${keys.down}`);
    await terminal.until('<left>q');
    expect(terminal.output()).toBe(`<a><a to b><left>q${keys.down}`);
    const taken = await take();
    expect(taken?.marked).toBe('distro b');
    expect(textOf(taken?.keys)).toBe('z');
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
    ...['\r', '\n', ' ', '\\', "'", '*', '\t', '\x7f', '\x03', '\x04', '\x1b\x1b', '\x1b[C'],
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

  it('are no key where the line only makes noise', async () => {
    const terminal = await startReader();
    terminal.press('\0', keys.down, '\0');
    await terminal.until('<a to b>');
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
    writeFileSync(
      join(work, 'frames', `${frame}.moves`),
      Array.from({ length: count }, (_, row) => `<${row} down>\n<${row} up>\n`).join(''),
    );
    const names = Array.from({ length: count + 1 }, (_, row) => `distro ${row}`);
    writeFileSync(join(work, 'frames/rows'), names.join('\n'));
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
    const answered = names.indexOf(taken?.marked ?? names[0] ?? '');
    const rest = keys.down.repeat(count - answered);
    const read = textOf(taken?.keys);
    expect(rest.startsWith(read)).toBe(true);
    await vi.waitFor(() =>
      expect(terminal.output().split('<left>')[1]).toBe(rest.slice(read.length)),
    );
    const shown = Array.from({ length: answered }, (_, row) => `<${row} down>`).join('');
    expect(taken?.written).toBe(`<a>${shown}`);
    expect(terminal.output().split('<left>')[0]).toBe(`<a>${shown}`);
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
