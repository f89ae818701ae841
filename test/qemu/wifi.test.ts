import { expect, it } from 'vitest';
import { joinKnown, keepNetwork, withWifiMenu } from '../helpers/wifi-menu.ts';

const home = { ssid: 'Home', security: 'wpa2-psk', passphrase: 'correct horse' } as const;
const office = {
  ssid: 'Office',
  security: 'enterprise',
  identity: 'me',
  passphrase: 'open sesame',
} as const;

it('joins by itself what it knows, by the country’s rules; tells a wrong passphrase; keeps a network', async () => {
  const profile = { ...office, eap: 'peap', caCertificate: '/radios/ca.pem' };
  const guest = {
    accessPoints: [home, office],
    settings: { wifi: [profile] },
    cmdline: 'webboot.country=DE',
  };
  const log = await withWifiMenu(guest, async (menu) => {
    await menu.until(/Type a number, or part of a name/);
    menu.type('network');
    menu.type('1');
    await menu.until(/joined Office/);
    await joinKnown(menu, { ...home, passphrase: 'not the passphrase' });
    await menu.until(/The passphrase is not the one of Home/);
    await joinKnown(menu, home);
    await menu.until(/joined Home/);
    await keepNetwork(menu, home.ssid);
    await menu.radios('grep -o "REGDOM-CHANGE.*" /run/webboot/log/wifi.log >/dev/ttyS0');
    await menu.until(/REGDOM-CHANGE .*alpha2=DE/);
    return menu.machine.log;
  });
  expect(log).not.toContain(home.passphrase);
  expect(log).not.toContain(office.passphrase);
});
