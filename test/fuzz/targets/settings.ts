import { parseSettingsFile } from '../../../src/formats/settings/settings-file.ts';
import type { FuzzTarget } from '../target.ts';

const file = {
  distro: 'debian',
  countdown: 10,
  ip: '192.0.2.5::192.0.2.1:255.255.255.0::eth0:off',
  dns: ['192.0.2.53', '2001:db8::53'],
  proxy: 'http://proxy.example:3128',
  vlan: 7,
  keymap: 'de-latin1',
  country: 'DE',
  wifi: [
    { ssid: 'Home', passphrase: 'correct horse' },
    {
      ssid: 'Office',
      security: 'enterprise',
      eap: 'ttls',
      phase2: 'pap',
      identity: 'me',
      serverName: 'radius.example.org',
      caCertificate: '/certificates/ca.pem',
    },
  ],
  mirrors: { 'debian/gnome': ['https://mirror.example/debian-cd/'] },
  distros: [{ id: 'own' }],
};

export const target: FuzzTarget = {
  name: 'settings',
  async seeds() {
    const members = Object.entries(file).map(([name, value]) => ({ [name]: value }));
    return [file, ...members].map((one) => new TextEncoder().encode(JSON.stringify(one)));
  },
  run(bytes) {
    parseSettingsFile(new TextDecoder().decode(bytes));
  },
};
