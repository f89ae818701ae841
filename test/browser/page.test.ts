import { gzipSync } from 'node:zlib';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { topOf } from '../../src/menu/model/outcome.ts';
import { pageFiles } from '../../src/remote/page-files.ts';
import {
  accessibilityProblems,
  openChromium,
  openPhone,
  readBundledPage,
} from '../helpers/browser.ts';
import { startEvilSite } from '../helpers/evil-site.ts';
import {
  type RemoteMenu,
  type RemoteMenuOptions,
  startRemoteMenu,
} from '../helpers/remote-menu.ts';

let browser: Browser;
let script: Uint8Array;

beforeAll(async () => {
  [browser, script] = await Promise.all([openChromium(), readBundledPage()]);
});
afterAll(() => browser.close());

const startMenu = (options: RemoteMenuOptions = {}) =>
  startRemoteMenu({ readScript: async () => script, ...options });

async function openMenu(menu: RemoteMenu, page: Page): Promise<void> {
  await page.goto(`https://${menu.host()}/`);
  await page.getByLabel('Code').fill(menu.code());
  await page.getByRole('button', { name: 'Open the menu' }).click();
  await page.getByRole('heading', { name: 'Choose what to boot' }).waitFor();
}

const titled = (page: Page, name: string) => page.getByRole('heading', { name }).waitFor();
const press = (page: Page, name: string | RegExp) =>
  page.getByRole('button', { name }).first().click();

async function consoleShows(menu: RemoteMenu, text: string): Promise<void> {
  await vi.waitFor(() => expect(menu.console.frame()).toContain(text), { timeout: 15_000 });
}

describe('the menu on a phone', () => {
  it('goes all the way: search, choose, edit, boot, watch; the console shows the same', async () => {
    await using menu = await startMenu();
    const page = await openPhone(browser);
    await openMenu(menu, page);
    await page.getByRole('searchbox').fill('debian');
    await consoleShows(menu, 'Search: debian');
    await press(page, /^Debian Live/);
    await titled(page, 'Debian Live');
    await consoleShows(menu, 'webboot: Debian Live');
    await press(page, /^standard/);
    await titled(page, 'Debian Live 13.2');
    await consoleShows(menu, '[OK]');
    expect(await page.getByText('Cannot boot: This entry starts no Linux kernel.').count()).toBe(1);
    await press(page, /^Edit command line: Live system \(amd64\)$/);
    await page.getByLabel('Command line').fill('boot=live toram');
    await press(page, 'Use this command line');
    await titled(page, 'Debian Live 13.2');
    await consoleShows(menu, 'Command line: boot=live toram');
    await press(page, /^Live system \(amd64\) \(edited\)/);
    await titled(page, 'Booting Debian Live 13.2');
    await consoleShows(menu, 'booting Debian Live');
    await page.getByRole('progressbar', { name: 'Download' }).waitFor();
    await page.getByText('Done: Verify signature and digest').waitFor();
    await page.getByText('Done: Start it').waitFor();
    await page.context().close();
  });

  it('joins Wi-Fi by a passphrase that is typed there, and that it never shows again', async () => {
    await using menu = await startMenu();
    const page = await openPhone(browser);
    await openMenu(menu, page);
    await press(page, 'Network and Wi-Fi');
    await press(page, /^wlan0/);
    await press(page, /^Home/);
    await titled(page, 'Join Home');
    await page.getByLabel('Passphrase', { exact: true }).fill('correct horse');
    await page.keyboard.press('Enter');
    await titled(page, 'Network');
    await page.getByText('joined Home').first().waitFor();
    await consoleShows(menu, 'joined Home');
    await page.context().close();
  });

  it('asks for the word before it boots an unverified image', async () => {
    await using menu = await startMenu();
    const page = await openPhone(browser);
    await openMenu(menu, page);
    await press(page, /^Tiny Core Linux/);
    await press(page, /^standard/);
    await press(page, /^Live system \(amd64\)/);
    await titled(page, 'NOT VERIFIED');
    await press(page, 'Boot it unverified');
    await page.getByText('Type yes and press Enter to boot it').waitFor();
    await page.getByLabel('Type yes to boot it anyway').fill('yes');
    await press(page, 'Boot it unverified');
    await titled(page, 'Booting Tiny Core Linux 13.2');
    await page.context().close();
  });

  it('shows a failure, and saves its report and the log', async () => {
    await using menu = await startMenu({ session: { failAt: 'verify' } });
    const page = await openPhone(browser);
    await openMenu(menu, page);
    await press(page, /^Debian Live/);
    await press(page, /^standard/);
    await press(page, /^Live system \(amd64\)/);
    await titled(page, 'Boot failed');
    for (const [name, text] of [
      ['Save the report here', 'Code: digest-wrong'],
      ['Save the log here', 'failed at verify, digest-wrong'],
    ] as const) {
      const downloading = page.waitForEvent('download');
      await page.getByRole('link', { name }).click();
      const stream = await (await downloading).createReadStream();
      const chunks: Buffer[] = [];
      for await (const chunk of stream) chunks.push(chunk);
      expect(Buffer.concat(chunks).toString()).toContain(text);
    }
    await page.context().close();
  });

  it('follows what is done on the console, without losing the focus of a reader', async () => {
    await using menu = await startMenu();
    const page = await openPhone(browser);
    await openMenu(menu, page);
    menu.console.press('\x1b[13~');
    await titled(page, 'Network');
    expect(await page.evaluate('document.activeElement.tagName')).toBe('H1');
    expect(await page.title()).toBe('Network - webboot');
    await page.context().close();
  });

  it('speaks the language that is chosen on it, and breaks no rule in that either', async () => {
    await using menu = await startMenu();
    const page = await openPhone(browser);
    await openMenu(menu, page);
    await press(page, /^Language/);
    await titled(page, 'Language');
    await press(page, /^Deutsch/);
    await titled(page, 'System zum Starten auswählen');
    await consoleShows(menu, 'webboot: System zum Starten auswählen');
    expect(await page.locator('html').getAttribute('lang')).toBe('de');
    await page.getByLabel('Suchen oder eine Adresse eingeben').fill('debian');
    await press(page, /^Debian Live/);
    await page.getByRole('button', { name: 'Zurück' }).waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.reload();
    await titled(page, 'Debian Live');
    expect(await page.locator('html').getAttribute('lang')).toBe('de');
    await page.context().close();
  });

  it('is for one browser: the second one is told so', async () => {
    await using menu = await startMenu();
    const [first, second] = [await openPhone(browser), await openPhone(browser)];
    await second.goto(`https://${menu.host()}/`);
    await titled(second, 'Type the code');
    await second.getByLabel('Code').fill('12345');
    await second.keyboard.press('Enter');
    await second.getByText('That is not the code. 4 more wrong codes end this.').waitFor();
    const code = menu.code();
    await openMenu(menu, first);
    await second.getByLabel('Code').fill(code);
    await second.keyboard.press('Enter');
    await titled(second, 'Another browser has the menu');
    await first.reload();
    await titled(first, 'Choose what to boot');
    await menu.remote.stop();
    await titled(first, 'The machine does not answer');
    await Promise.all([first.context().close(), second.context().close()]);
  });

  it('is chosen from by nobody else: a page of another site gets nowhere in the same browser', async () => {
    await using menu = await startMenu({ encrypted: false });
    const page = await openPhone(browser);
    await page.goto(`http://${menu.host()}/`);
    await page.getByText('This page is not encrypted').waitFor();
    await page.getByLabel('Code').fill(menu.code());
    await page.keyboard.press('Enter');
    await titled(page, 'Choose what to boot');
    await using site = await startEvilSite(`http://${menu.host()}`);
    const evil = await page.context().newPage();
    await evil.goto(site.url);
    const results = await evil.evaluate<readonly string[]>('attack()');
    expect(results).toHaveLength(6);
    expect(results.filter((result) => result !== 'blocked' && result !== 'opaque')).toEqual([]);
    expect(topOf(menu.store.state()).kind).toBe('home');
    await page.context().close();
  });
});

describe('the page', () => {
  it.each(['light', 'dark'] as const)(
    'breaks no rule of WCAG 2.2 AA on any screen, in %s colours',
    async (scheme) => {
      await using menu = await startMenu({ session: { ticks: 1000, tickMs: 200 } });
      const page = await openPhone(browser, scheme);
      const problems: string[] = [];
      const look = async (name: string) => {
        await titled(page, name);
        problems.push(...(await accessibilityProblems(page)).map((text) => `${name}: ${text}`));
      };
      await page.goto(`https://${menu.host()}/#${'ab'.repeat(32)}`);
      await look('Type the code');
      await page.getByLabel('Code').fill(menu.code());
      await page.keyboard.press('Enter');
      await look('Choose what to boot');
      await press(page, 'Network and Wi-Fi');
      await look('Network');
      await press(page, /^Settings: eth0/);
      await look('Settings of eth0');
      await press(page, 'Back');
      await press(page, /^wlan0/);
      await look('Wi-Fi on wlan0');
      await press(page, /^Home/);
      await look('Join Home');
      for (let more = 0; more < 3; more += 1) await press(page, 'Back');
      await press(page, /^Debian Live/);
      await look('Debian Live');
      await press(page, /^standard/);
      await look('Debian Live 13.2');
      await press(page, /^Edit command line: Live/);
      await look('Edit the command line');
      await press(page, 'Back');
      await press(page, /^Live system \(amd64\)/);
      await look('Booting Debian Live 13.2');
      await press(page, 'Stop');
      await look('Stop this boot?');
      await press(page, 'Stop it');
      await titled(page, 'Debian Live 13.2');
      await press(page, /^Utilities > Memory test/);
      await look('Boot failed');
      await press(page, 'Log');
      await look('Log');
      expect(problems).toEqual([]);
      await page.context().close();
    },
  );

  it('can be read on a small phone without scrolling sideways, in large letters too', async () => {
    await using menu = await startMenu();
    const page = await openPhone(browser);
    await page.setViewportSize({ width: 320, height: 480 });
    await openMenu(menu, page);
    const wider = () => page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
    expect(await wider()).toBeLessThanOrEqual(0);
    await page.addStyleTag({ content: 'html{font-size:200%}' }).catch(() => undefined);
    expect(await wider()).toBeLessThanOrEqual(0);
    await page.context().close();
  });

  it('needs no more room for the longer words of German, on the way to a failure', async () => {
    await using menu = await startMenu({ session: { failAt: 'verify' } });
    const page = await openPhone(browser);
    await page.setViewportSize({ width: 320, height: 480 });
    await openMenu(menu, page);
    await press(page, /^Language/);
    await press(page, /^Deutsch/);
    const fits = async (title: string) => {
      await titled(page, title);
      const wider = await page.evaluate<number>(
        'document.documentElement.scrollWidth - innerWidth',
      );
      expect(wider, title).toBeLessThanOrEqual(0);
    };
    await fits('System zum Starten auswählen');
    await press(page, /^Netzwerk und WLAN/);
    await fits('Netzwerk');
    await press(page, /^wlan0/);
    await fits('WLAN an wlan0');
    await press(page, /^Home/);
    await fits('Mit Home verbinden');
    for (let back = 0; back < 3; back += 1) await press(page, 'Zurück');
    await press(page, /^Debian Live/);
    await fits('Debian Live');
    await press(page, /^standard/);
    await fits('Debian Live 13.2');
    await press(page, /^Live system \(amd64\)/);
    await fits('Start fehlgeschlagen');
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.context().close();
  });

  it('loads nothing from anywhere else, and is not larger than 60 KB', async () => {
    await using menu = await startMenu();
    const page = await openPhone(browser);
    const asked: string[] = [];
    const broken: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    page.on('console', (message) => message.type() === 'error' && broken.push(message.text()));
    page.on('pageerror', (error) => broken.push(error.message));
    await openMenu(menu, page);
    expect(
      asked.filter((url) => !url.startsWith(`https://${menu.host()}/`) && url !== 'data:,'),
    ).toEqual([]);
    expect(broken).toEqual([]);
    const bytes = [...pageFiles(script, { language: 'en', noScript: '' }).values()].reduce(
      (sum, file) => sum + file.bytes.length,
      0,
    );
    expect(bytes).toBeLessThanOrEqual(60_000);
    expect(bytes).toBeGreaterThan(gzipSync(script).length);
    await page.context().close();
  });
});
