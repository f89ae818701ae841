import { describe, expect, it } from 'vitest';
import { tuiTerminals } from '../helpers/tui-suite.ts';

const open = tuiTerminals({
  ui: 'line',
  rows: 200,
  columns: 120,
  until: 'Type a number, or part of a name to search.',
});

describe('line mode', () => {
  it('goes from a search to the end of a boot by words and numbers', async () => {
    const menu = await open({ session: { ticks: 2, tickMs: 10 } });
    menu.press('debian\r');
    await menu.until('1. Debian Live, signed');
    menu.press('1\r');
    await menu.until('Only these keys are accepted');
    menu.press('1\r');
    await menu.until('4. [X] Utilities > Memory test: This entry starts no Linux kernel.');
    menu.press('1\r');
    await menu.until('Done: Start it.');
    expect(menu.frame()).toContain('Verified. Signed by Debian CD signing key');
  });

  it('never moves the cursor or draws again', async () => {
    const menu = await open({ session: { ticks: 2, tickMs: 10, failAt: 'verify' } });
    menu.press('debian\r1\r1\r');
    await menu.until('[OK] Live system');
    menu.press('1\r');
    await menu.until('Code: digest-wrong');
    expect(menu.output()).not.toContain('\x1b');
  });

  it('explains the letters of a page, and takes one with a number', async () => {
    const menu = await open();
    menu.press('debian\r1\r1\r');
    await menu.until("e: Edit the entry's kernel command line.");
    menu.press('e 3\r');
    await menu.until('boot=live components quiet splash username=user');
    menu.press('single\r');
    await menu.until('3. [~] Start installer');
  });

  it('names the risk of an unverified image, and boots it only after the word', async () => {
    const menu = await open({ session: { ticks: 1, tickMs: 1 } });
    menu.press('tiny core\r1\r1\r');
    await menu.until('1. [~] Live system (amd64): unverified');
    menu.press('1\r');
    await menu.until('Type yes to boot it anyway:');
    menu.press('no\r');
    await menu.until('Type yes and press Enter to boot it, or press Esc to go back.');
    menu.press('yes\r');
    await menu.until('Done: Start it.');
    expect(menu.frame()).toContain('NOT VERIFIED');
  });

  it('does not echo a passphrase', async () => {
    const menu = await open();
    menu.press('network\r1\r');
    await menu.until('3. wlan0');
    menu.press('3\r');
    await menu.until('1. Home, WPA2');
    menu.press('1\r');
    await menu.until('Passphrase:');
    menu.press('correct horse\r');
    await menu.until('joined Home');
    expect(menu.output()).not.toContain('correct');
  });

  it('goes from one search to another without all the systems in between', async () => {
    const menu = await open();
    menu.press('debian\r');
    await menu.until('Search for debian.');
    const before = menu.output().length;
    menu.press('void\r');
    await menu.until('Search for void.');
    await menu.settled();
    expect(menu.output().slice(before)).not.toContain('Alpine');
    expect(menu.frame()).toMatch(/1\. Void Linux[\s\S]*\n>$/);
  });

  it('asks again after a line that changes nothing', async () => {
    const menu = await open();
    menu.press('debian\r');
    await menu.until('Search for debian.');
    menu.press('debian\r');
    await menu.settled();
    expect(menu.frame()).toMatch(/\n> debian\n>$/);
  });

  it('says what means nothing, and offers help', async () => {
    const menu = await open();
    menu.press('99\r');
    await menu.until('There is no choice 99.');
    menu.press('?\r');
    await menu.until('Type a number to choose. Type b');
    expect(menu.frame()).not.toContain('Up, Down');
  });
});
