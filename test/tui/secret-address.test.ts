import { describe, expect, it } from 'vitest';
import { tuiTerminals } from '../helpers/tui-suite.ts';
import { keys } from '../helpers/tui-terminal.ts';

const secrets = /s3c|T0K|S1G|me:/;
const query = '?token=T0KEN&signature=S1GNED';
const good = `http://me:s3c@ret@mirror.example/live.iso${query}`;
const broken = `http://me:s3c@ret@broken.example/live.iso${query}`;

const open = tuiTerminals({ until: '', columns: 200, rows: 60 });

describe('an address with secrets in it', () => {
  it('shows none of them once it is entered: failure, report, log', async () => {
    const menu = await open();
    await menu.until('Search:');
    menu.press(`${broken}${keys.enter}`);
    await menu.until('name-not-resolved');
    expect(menu.frame()).toContain('broken.example');
    expect(menu.frame()).not.toMatch(secrets);
    menu.press('q');
    await menu.until('webboot: report');
    await menu.settled();
    expect(menu.frame()).not.toMatch(secrets);
    menu.press(keys.f4);
    await menu.until('inspecting');
    expect(menu.frame()).not.toMatch(secrets);
  });

  it('shows none of them where the risk of an unverified image is named', async () => {
    const menu = await open({ session: { ticks: 1, tickMs: 1 } });
    await menu.until('Search:');
    menu.press(`${good}${keys.enter}`);
    await menu.until('Live system');
    expect(menu.frame()).not.toMatch(secrets);
    menu.press(keys.enter);
    await menu.until('NOT VERIFIED');
    await menu.settled();
    expect(menu.frame()).toContain('mirror.example');
    expect(menu.frame()).not.toMatch(secrets);
  });

  it('shows none of them in line mode, where only what is typed is echoed', async () => {
    const menu = await open({ ui: 'line', session: { ticks: 1, tickMs: 1 } });
    await menu.until('Type a number');
    menu.press(`${good}\r`);
    await menu.until('boot this address');
    menu.press('1\r');
    await menu.until('1. [~] Live system');
    menu.press('1\r');
    await menu.until('Type yes to boot it anyway:');
    menu.press('yes\r');
    await menu.until('Done: Start it.');
    const shown = menu.output().replaceAll(good, '');
    expect(shown).toContain('mirror.example');
    expect(shown).not.toMatch(secrets);
  });
});
