import { setTimeout as sleep } from 'node:timers/promises';
import { say } from '../../tools/shared/say.ts';
import { runInLiveSystem } from '../helpers/live-shell.ts';
import type { AccessPoint } from '../helpers/wifi-guest.ts';
import {
  chooseDemo,
  joinEnterprise,
  joinHidden,
  joinHiddenEnterprise,
  joinKnown,
  keepNetwork,
  type WifiMenu,
  withWifiMenu,
} from '../helpers/wifi-menu.ts';

const accessPoints = [
  { ssid: 'Home', security: 'wpa2-psk', passphrase: 'correct horse' },
  { ssid: 'New', security: 'wpa3-sae', passphrase: 'battery staple' },
  { ssid: 'Cafe', security: 'open' },
  { ssid: 'Attic', security: 'wpa2-psk', passphrase: 'hidden away', hidden: true },
  { ssid: 'Office', security: 'enterprise', identity: 'me', passphrase: 'open sesame' },
  {
    ...{ ssid: 'Vault', security: 'enterprise', identity: 'me', passphrase: 'open sesame' },
    hidden: true,
  },
] as const satisfies readonly AccessPoint[];

const [home, modern, cafe, attic, office, vault] = accessPoints;
const officeProfile = { ...office, eap: 'peap', caCertificate: '/radios/ca.pem' };
/** Longer than wpa_supplicant and the download notice, shorter than they put up with. */
const outageMs = 20_000;

/**
 * Wi-Fi with the kernel's simulated radios: wlan0 joins access points in the same guest by the
 * menu's line mode, and the demo is downloaded and booted over the air, across an outage.
 * `outage`: that alone, by one network.
 */
export async function soakWifi([only]: readonly string[]): Promise<number> {
  const guest = {
    accessPoints,
    settings: { wifi: [officeProfile] },
    cmdline: 'webboot.country=DE',
  };
  await withWifiMenu(guest, async (menu) => {
    await menu.until(/Type a number, or part of a name/);
    if (only !== 'outage') await joinAll(menu);
    await joinKnown(menu, home);
    await menu.until(/joined Home/);
    await menu.radios('grep -o "REGDOM-CHANGE.*" /run/webboot/log/wifi.log >/dev/ttyS0');
    await menu.until(/REGDOM-CHANGE .*alpha2=DE/);
    await keepNetwork(menu, home.ssid);
    await bootAcrossOutage(menu);
    await lookForNetwork(menu);
    const secrets = accessPoints.flatMap((point) =>
      'passphrase' in point ? [point.passphrase] : [],
    );
    const told = secrets.filter((secret) => menu.machine.log.includes(secret));
    if (told.length > 0) throw new Error(`the console showed a passphrase: ${told.join(', ')}`);
  });
  return 0;
}

async function joinAll(menu: WifiMenu): Promise<void> {
  // By the profile in webboot.json, without a key.
  menu.type('network and');
  menu.type('1');
  await menu.until(/joined Office/);
  await joinEnterprise(menu, office.ssid, [
    ['Method', 'ttls'],
    ['User', office.identity],
    ['Outer identity', 'anonymous'],
    ['Inner method', ''],
    ['CA', '/radios/ca.pem'],
    ['Server', ''],
    ['Passphrase', office.passphrase],
  ]);
  await menu.until(/joined Office/);
  await joinEnterprise(menu, office.ssid, [
    ['Method', 'tls'],
    ['User', office.identity],
    ['Certificate', '/radios/ca.pem'],
    ['Private key', '/radios/key.pem'],
    ['CA', '/radios/ca.pem'],
    ['Server', ''],
    ['Passphrase', ''],
  ]);
  await menu.until(/joined Office/);
  const wrong = 'not the passphrase';
  await joinKnown(menu, { ...modern, passphrase: wrong });
  await menu.until(/The passphrase of New is wrong/);
  await joinKnown(menu, modern);
  await menu.until(/joined New/);
  await joinKnown(menu, { ...home, passphrase: wrong });
  await menu.until(/The passphrase of Home is wrong/);
  await joinKnown(menu, { ...cafe, passphrase: undefined });
  await menu.until(/joined Cafe/);
  await joinHidden(menu, attic);
  await menu.until(/joined Attic/);
  await joinHiddenEnterprise(menu, vault);
  await menu.until(/joined Vault/);
}

async function bootAcrossOutage(menu: WifiMenu): Promise<void> {
  await chooseDemo(menu);
  menu.type('n');
  await menu.until(/the live system gets Wi-Fi Home/);
  menu.type('1');
  await menu.until(/Now: .*ownload/i);
  await sleep(2_000);
  say('the access points vanish');
  await menu.radios('killall hostapd');
  await sleep(outageMs);
  await menu.radios('/radios/hostapd -B /radios/*.conf');
  say('and are back');
  await menu.until(/login: /, 300_000);
}

/** The demo has no radio and no wpa_supplicant, so that the files are all that there is to see. */
async function lookForNetwork({ machine }: WifiMenu): Promise<void> {
  const seen = await runInLiveSystem(
    machine,
    'stat -c "%a %u %n" /run/webboot/* /run/systemd/network/*; grep -c ssid=486f6d65 /run/webboot/wpa_supplicant.conf',
  );
  say(seen);
  if (!/^600 0 \/run\/webboot\/wpa_supplicant.conf$/m.test(seen) || !/^1$/m.test(seen)) {
    throw new Error('the live system was not given the network');
  }
}
