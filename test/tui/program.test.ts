import { describe, expect, it } from 'vitest';
import type { PtyScreen } from '../helpers/pty-screen.ts';
import { tuiTerminals } from '../helpers/tui-suite.ts';
import { keys } from '../helpers/tui-terminal.ts';

const open = tuiTerminals({ until: 'Alpine Linux' });

describe('the menu in a terminal', () => {
  it('goes from a search to the end of a boot', async () => {
    const menu = await open({ session: { ticks: 3, tickMs: 10 } });
    menu.press('deb');
    await menu.until('Search: deb');
    menu.press(keys.enter);
    await menu.until('Only these keys are accepted');
    menu.press(keys.enter);
    await menu.until('[OK] Live system (amd64)');
    menu.press(keys.enter);
    await menu.until('[OK] Start it');
    expect(menu.frame()).toContain('Verified. Signed by Debian CD signing key');
  });

  it('handles keys that arrive in one burst in order, each on the screen that it meets', async () => {
    const menu = await open();
    menu.press('deb', keys.enter, keys.down, keys.f4, keys.f1, keys.enter, keys.down);
    await menu.until('webboot: keys');
    menu.press(keys.escape);
    await menu.until('webboot: log');
    menu.press(keys.escape);
    await menu.until('> GNOME');
  });

  it('shows one failure with its code, what to try, and a way to try again', async () => {
    const menu = await open({ session: { ticks: 2, tickMs: 10, failAt: 'verify' } });
    menu.press('deb', keys.enter, keys.enter);
    await menu.until('[OK] Live system');
    menu.press(keys.enter);
    await menu.until('Code: digest-wrong');
    expect(menu.frame()).toContain('Try: Download it again, from another mirror.');
    expect(menu.frame()).toContain('r try again');
  });

  it('draws for the new size when the terminal is resized', async () => {
    const menu = await open();
    await menu.resize(40, 12);
    await menu.until('> Alpine Linux            signed');
    expect(
      menu
        .frame()
        .split('\n')
        .every((line) => line.length <= 40),
    ).toBe(true);
    await menu.resize(200, 60);
    await menu.until("Debian's own live images, with or without a desktop");
    expect(menu.frame().split('\n').at(-1)).toContain('? keys');
  });

  it('stays when Ctrl-C is pressed', async () => {
    const menu = await open();
    menu.press(keys.ctrlC, keys.ctrlC, 'void');
    await menu.until('> Void Linux');
    expect(menu.exited()).toBe(false);
  });

  it('hides the cursor while it runs, and shows it to what comes after', async () => {
    const menu = await open();
    expect(isCursorHidden(menu)).toBe(true);
    menu.press(keys.end, keys.enter, keys.enter);
    await menu.until('left: quit');
    expect(isCursorHidden(menu)).toBe(false);
  });

  it('leaves the console to the shell, and takes it back as it was', async () => {
    const menu = await open();
    menu.press('rescue', keys.end, keys.enter);
    await menu.until('Type exit to return');
    menu.press(keys.enter);
    await menu.until('fake shell');
    await menu.until('Type exit to return');
    menu.press(keys.escape);
    await menu.until('Search: rescue');
  });

  it('writes no escape sequence for colour to a console without colour', async () => {
    const menu = await open({ color: false });
    menu.press('tiny', keys.enter);
    await menu.until('NOT VERIFIED');
    expect(menu.output()).not.toMatch(/\x1b\[[0-9;]*(3[0-7]|9[0-7])m/);
  });

  it('writes only ASCII to a console that has no more', async () => {
    const menu = await open({ columns: 40 });
    menu.press(keys.f3);
    await menu.until('eth0');
    expect(menu.output()).toMatch(/^[\x00-\x7e]*$/);
  });

  it('boots the last choice after the countdown', async () => {
    const menu = await open({ countdownSeconds: 1, session: { ticks: 1, tickMs: 1 } });
    await menu.until('[OK] Start it');
  });

  it('survives a thousand random keys, and Escape leads home', async () => {
    const menu = await open({ session: { ticks: 3, tickMs: 1, failAt: 'verify' } });
    for (const chunk of randomKeys(1000, 20)) {
      menu.press(...chunk);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    await menu.settled();
    for (let press = 0; press < 25 && !menu.frame().includes('Search:'); press += 1) {
      menu.press(keys.escape);
      await new Promise((resolve) => setTimeout(resolve, 150));
    }
    expect(menu.exited()).toBe(false);
    expect(menu.frame()).toContain('webboot: choose what to boot');
  });
});

function isCursorHidden(menu: PtyScreen): boolean {
  return menu.output().lastIndexOf('\x1b[?25l') > menu.output().lastIndexOf('\x1b[?25h');
}

/** A fixed sequence: xorshift, so that a failure can be had again. Quitting is left out. */
function* randomKeys(count: number, chunkLength: number): Generator<readonly string[]> {
  const alphabet = [
    ...Object.values(keys).filter((key) => key !== keys.end),
    ...'adebxerlqhsk?/ 1é',
  ];
  let seed = 0x9e3779b9;
  const next = () => {
    seed ^= seed << 13;
    seed ^= seed >>> 17;
    seed ^= seed << 5;
    return alphabet[(seed >>> 0) % alphabet.length] ?? '';
  };
  for (let sent = 0; sent < count; sent += chunkLength) {
    yield Array.from({ length: chunkLength }, next);
  }
}
