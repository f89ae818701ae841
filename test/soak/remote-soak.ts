import type { Browser, Page } from 'playwright-core';
import type { QemuProcess } from '../../tools/qemu/qemu.ts';
import { say } from '../../tools/shared/say.ts';
import { openChromium, openPhone } from '../helpers/browser.ts';
import { freePort } from '../helpers/free-port.ts';
import { runInLiveSystem } from '../helpers/live-shell.ts';
import { type Seat, serialSeat } from '../helpers/seat.ts';
import type { AccessPoint } from '../helpers/wifi-guest.ts';
import { withWifiGuest } from '../helpers/wifi-menu.ts';

const home = {
  ssid: 'Home',
  security: 'wpa2-psk',
  passphrase: 'correct horse',
} as const satisfies AccessPoint;

/** The card that the page is shown on: its network leads nowhere else. */
const lan = { network: '192.168.50.0/24', guest: '192.168.50.15' } as const;

const limit = { timeoutMs: 300_000 };
/** The guest emulates two processors in one thread. */
const pageMs = 120_000;
/** Every packet goes through the simulated radios twice. */
const downloadMs = 900_000;

/**
 * The whole way on a phone, in German: a second browser is refused; Wi-Fi with the kernel's simulated
 * radios is joined by the page; the demo is downloaded over the air and boots to its login with the
 * language and the keyboard layout handed on. The serial line shows the same at each step.
 */
export async function soakRemote(): Promise<number> {
  const port = await freePort();
  const browser = await openChromium([
    `--host-resolver-rules=MAP ${lan.guest}:443 127.0.0.1:${port}`,
  ]);
  const guest = {
    accessPoints: [home],
    settings: {},
    cmdline: 'webboot.interface=eth1 webboot.remote=yes webboot.lang=de webboot.keymap=de',
    hardware: [
      '-netdev',
      `user,id=lan,net=${lan.network},dhcpstart=${lan.guest},restrict=on,hostfwd=tcp:127.0.0.1:${port}-${lan.guest}:443`,
      ...['-device', 'virtio-net-pci,netdev=lan,romfile='],
    ],
  };
  try {
    await withWifiGuest(guest, (machine) => walk(machine, browser));
  } finally {
    await browser.close();
  }
  return 0;
}

async function walk(machine: QemuProcess, browser: Browser): Promise<void> {
  const seat = serialSeat(machine);
  const phone = await openMenu(seat, browser);
  await refuseAnother(browser);
  await joinWifi(seat, phone);
  await bootDemo(seat, phone);
  await machine.waitFor(/login: /, limit);
  say('the live system asks who logs in');
  await lookForLanguage(machine);
  if (machine.log.includes(home.passphrase)) throw new Error('the console showed the passphrase');
}

/** What the page and the serial line show of one screen. */
async function bothShow(
  { page, seat }: { readonly page: Page; readonly seat: Seat },
  title: RegExp,
  bar: RegExp,
): Promise<void> {
  await page.getByRole('heading', { name: title }).waitFor();
  await seat.sees(bar);
  say(`both show ${title.source}`);
}

const press = (page: Page, name: RegExp) => page.getByRole('button', { name }).first().click();

async function openMenu(seat: Seat, browser: Browser): Promise<Page> {
  await seat.sees(new RegExp(`https://${lan.guest}/ oeffnen`), limit);
  const [, first = '', second = ''] =
    /Code: (\d{3}) (\d{3})/.exec(await seat.sees(/Code: \d{3} \d{3}/)) ?? [];
  const page = await openPhone(browser);
  page.setDefaultTimeout(pageMs);
  await page.goto(`https://${lan.guest}/`, { timeout: pageMs });
  await page.getByRole('heading', { name: /Code eingeben/ }).waitFor();
  await page.getByLabel('Code').fill(first + second);
  await page.keyboard.press('Enter');
  await bothShow({ page, seat }, /System zum Starten auswählen/, /System zum Starten auswaehlen/);
  return page;
}

async function refuseAnother(browser: Browser): Promise<void> {
  const other = await openPhone(browser);
  other.setDefaultTimeout(pageMs);
  await other.goto(`https://${lan.guest}/`, { timeout: pageMs });
  await other.getByRole('heading', { name: /Ein anderer Browser hat das Menü/ }).waitFor();
  await other.context().close();
  say('a second browser is refused');
}

async function joinWifi(seat: Seat, page: Page): Promise<void> {
  const both = { page, seat };
  await press(page, /^Netzwerk und WLAN/);
  await bothShow(both, /^Netzwerk$/, /webboot: Netzwerk/);
  await press(page, /^wlan0: /);
  await bothShow(both, /WLAN an wlan0/, /WLAN an wlan0/);
  await press(page, new RegExp(`^${home.ssid}, `));
  await bothShow(both, /Mit Home verbinden/, /Mit einem WLAN verbinden[\s\S]*Home, WPA2/);
  await page.getByLabel('Passwort').fill(home.passphrase);
  await press(page, /^Verbinden$/);
  await page
    .getByText(/verbunden mit Home/)
    .first()
    .waitFor();
  await seat.sees(/verbunden mit Home/);
  say('both show that Home is joined');
}

async function bootDemo(seat: Seat, page: Page): Promise<void> {
  const both = { page, seat };
  await press(page, /^Zurück$/);
  await bothShow(both, /System zum Starten auswählen/, /System zum Starten auswaehlen/);
  await page.getByRole('searchbox').fill('demo');
  await seat.sees(/Suche: demo/);
  await press(page, /^Demo/);
  await bothShow(both, /^Demo$/, /webboot: Demo/);
  await press(page, /^live/);
  await page.getByText('OK: startbereit').first().waitFor();
  await seat.sees(/> \[OK\] +.*Live system/);
  await page.getByText(/Außerdem erhält das Live-System locales=de_DE.UTF-8/).waitFor();
  await seat.sees(/Ausserdem erhaelt das Live-System locales=de_DE.UTF-8/);
  await press(page, /^Live system/);
  await bothShow(both, /^Demo .*wird gestartet/, /Start von Demo/);
  await page.getByText(/^Geprüft\. Signiert von/).waitFor({ timeout: downloadMs });
  await seat.sees(/Geprueft\. Signiert von/);
  say('both show who signed it');
}

async function lookForLanguage(machine: QemuProcess): Promise<void> {
  const seen = await runInLiveSystem(machine, 'cat /proc/cmdline');
  say(seen.trim());
  if (!/locales=de_DE\.UTF-8/.test(seen) || !/keyboard-layouts=de\b/.test(seen)) {
    throw new Error('the live system was not given the language and the keyboard layout');
  }
}
