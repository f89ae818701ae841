import { describe, expect, it } from 'vitest';
import type { NetworkToHandOn } from '../../../../src/core/network/handed-network.ts';
import { iwdFiles } from '../../../../src/formats/network-profile/iwd.ts';
import { netplanFiles } from '../../../../src/formats/network-profile/netplan.ts';
import { networkManagerFiles } from '../../../../src/formats/network-profile/network-manager.ts';
import { networkdFiles } from '../../../../src/formats/network-profile/networkd.ts';
import type { ProfileFile } from '../../../../src/formats/network-profile/profile-file.ts';
import { homeWifi, networkToHandOn, staticIp } from '../../../helpers/networks.ts';

const writers = { networkManagerFiles, netplanFiles, iwdFiles, networkdFiles };
const pem = (text: string) => new TextEncoder().encode(text);

function textOf(files: readonly ProfileFile[], path: string): string {
  const file = files.find((candidate) => candidate.path.endsWith(path));
  if (file?.kind !== 'file') return `${path} is not among ${files.map((one) => one.path)}`;
  return typeof file.data === 'string' ? file.data : new TextDecoder().decode(file.data);
}

const keyfile = (network: NetworkToHandOn) => textOf(networkManagerFiles(network), '.nmconnection');
const netplan = (network: NetworkToHandOn) =>
  JSON.parse(textOf(netplanFiles(network), '.yaml')).network;

describe('every service', () => {
  const secrets = {
    wifi: {
      ...homeWifi,
      security: 'enterprise',
      eap: 'tls',
      identity: 'me',
      clientCertificate: '/a',
      privateKey: '/b',
    },
    certificates: { ca: pem('CA'), client: pem('CLIENT'), key: pem('KEY') },
  } as const;

  it.each(Object.entries(writers))('%s shows a passphrase or a key to root only', (_, files) => {
    const told = files(networkToHandOn(secrets)).filter((file) => {
      const text = file.kind === 'file' ? String(file.data) : '';
      const bytes = file.kind === 'file' && typeof file.data !== 'string' ? pem('KEY') : undefined;
      return bytes !== undefined || text.includes(homeWifi.passphrase);
    });
    expect(told.length).toBeGreaterThan(0);
    for (const file of told) expect(file).toMatchObject({ kind: 'file', secret: true });
  });

  it.each(Object.entries(writers))('%s trusts only the server that was named', (_, files) => {
    const wifi = { ...homeWifi, security: 'enterprise', serverName: 'example.org' } as const;
    const texts = files(networkToHandOn({ wifi })).map((file) =>
      file.kind === 'file' ? unescaped(String(file.data)) : '',
    );
    expect(texts.join('\n')).toMatch(
      /^(domain-suffix-match=example\.org|domain_suffix_match=P"example\.org"|EAP-PEAP-ServerDomainMask=example\.org;\*\.example\.org)$/m,
    );
  });

  it.each(Object.entries(writers))('%s finds the certificates where they are put', (_, files) => {
    const all = files(networkToHandOn(secrets));
    const texts = all.map((file) => (file.kind === 'file' ? unescaped(String(file.data)) : ''));
    for (const name of ['ca', 'client', 'key']) {
      const path = all.find((file) => file.path.endsWith(`/${name}.pem`))?.path;
      expect(path).toMatch(/^run\//);
      expect(texts.some((text) => text.includes(`/${path}`))).toBe(true);
    }
  });
});

/** As wpa_supplicant reads P"\x2f\x72...". */
function unescaped(text: string): string {
  return text.replace(/\\x([\da-f]{2})/g, (_, hex) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

describe('a keyfile of NetworkManager', () => {
  it('joins a network by its octets, with its passphrase', () => {
    const wifi = { ...homeWifi, ssid: 'Hé;', hidden: true };
    expect(keyfile(networkToHandOn({ wifi }))).toBe(`[connection]
id=Hé;
type=wifi
autoconnect=true
autoconnect-priority=10

[wifi]
ssid=72;195;169;59;
mode=infrastructure
hidden=true

[wifi-security]
key-mgmt=wpa-psk
psk=correct horse

[ipv4]
method=auto

[ipv6]
method=auto
`);
  });

  it('takes WPA3 for what it is, and nothing for an open network', () => {
    const sae = networkToHandOn({ wifi: { ...homeWifi, security: 'wpa3-sae' } });
    expect(keyfile(sae)).toContain('key-mgmt=sae');
    const open = networkToHandOn({ wifi: { ssid: 'Cafe', security: 'open', hidden: false } });
    expect(keyfile(open)).not.toContain('security');
  });

  it('trusts the public authorities where the network has no CA of its own', () => {
    const wifi = { ...homeWifi, security: 'enterprise', identity: 'me' } as const;
    expect(keyfile(networkToHandOn({ wifi }))).toContain('system-ca-certs=true');
    const certificates = { ca: pem('CA') };
    const own = keyfile(networkToHandOn({ wifi: { ...wifi, caCertificate: '/a' }, certificates }));
    expect(own).toContain('ca-cert=/run/NetworkManager/webboot/ca.pem');
    expect(own).not.toContain('system-ca-certs');
  });

  it('knows a cable by its MAC address, and gives it what a person gave webboot', () => {
    const nameServers = ['10.0.0.1', '2001:db8::1'];
    expect(keyfile(networkToHandOn({ ip: staticIp, nameServers }))).toContain(`[ethernet]
mac-address=52:54:00:12:34:56

[ipv4]
method=manual
address1=10.0.0.5/24,10.0.0.1
dns=10.0.0.1;

[ipv6]
method=auto
dns=2001:db8::1;
`);
  });

  it('makes a VLAN on the port of that MAC address', () => {
    const text = keyfile(networkToHandOn({ vlan: 7 }));
    expect(text).toContain('type=vlan\ninterface-name=vlan7\n');
    expect(text).toContain('[ethernet]\nmac-address=52:54:00:12:34:56\n\n[vlan]\nid=7\nflags=1\n');
  });
});

describe('a file of netplan', () => {
  it('gives the radio a name, because netplan joins Wi-Fi only by one', () => {
    const network = networkToHandOn({ wifi: { ...homeWifi, hidden: true } });
    expect(netplan(network)).toEqual({
      version: 2,
      wifis: {
        wifi0: {
          dhcp4: true,
          'access-points': {
            Home: {
              hidden: true,
              auth: { 'key-management': 'psk', password: 'correct horse' },
            },
          },
        },
      },
    });
    expect(textOf(netplanFiles(network), '.link')).toContain('Name=wifi0');
  });

  it('says a static address and its way out', () => {
    expect(netplan(networkToHandOn({ ip: staticIp, nameServers: ['10.0.0.1'] })).ethernets).toEqual(
      {
        '00webboot': {
          match: { macaddress: '52:54:00:12:34:56' },
          addresses: ['10.0.0.5/24'],
          routes: [{ to: '0.0.0.0/0', via: '10.0.0.1' }],
          nameservers: { addresses: ['10.0.0.1'] },
        },
      },
    );
  });

  it('leaves WPA3 to networkd, as older ones know no such word', () => {
    const files = netplanFiles(networkToHandOn({ wifi: { ...homeWifi, security: 'wpa3-sae' } }));
    expect(files.some(({ path }) => path.endsWith('.yaml'))).toBe(false);
    expect(textOf(files, 'wpa_supplicant.conf')).toContain('key_mgmt=SAE');
  });
});

describe('a file of iwd', () => {
  it('is called after the network, in octets where the name has more than letters', () => {
    const pathOf = (ssid: string) =>
      iwdFiles(networkToHandOn({ wifi: { ...homeWifi, ssid } }))[0]?.path;
    expect(pathOf('My Home-1_2')).toBe('var/lib/iwd/My Home-1_2.psk');
    expect(pathOf('Hé')).toBe('var/lib/iwd/=48c3a9.psk');
    expect(pathOf('../x')).toBe('var/lib/iwd/=2e2e2f78.psk');
  });

  it('keeps the user name inside the tunnel where another one is for outside', () => {
    const wifi = {
      ...homeWifi,
      security: 'enterprise',
      eap: 'ttls',
      phase2: 'pap',
      identity: 'me@example.org',
      anonymousIdentity: 'anonymous@example.org',
      serverName: 'example.org',
    } as const;
    expect(textOf(iwdFiles(networkToHandOn({ wifi })), '.8021x')).toBe(`[Settings]
AutoConnect=true

[Security]
EAP-Method=TTLS
EAP-TTLS-CACert=/etc/ssl/certs/ca-certificates.crt
EAP-TTLS-ServerDomainMask=example.org;*.example.org
EAP-Identity=anonymous@example.org
EAP-TTLS-Phase2-Method=Tunneled-PAP
EAP-TTLS-Phase2-Identity=me@example.org
EAP-TTLS-Phase2-Password=correct horse
`);
  });

  it('does not exist for a cable', () => {
    expect(iwdFiles(networkToHandOn({ ip: staticIp }))).toEqual([]);
  });
});

describe('files of networkd', () => {
  it('start networkd where the live system would not', () => {
    expect(networkdFiles(networkToHandOn({ ip: staticIp }))).toEqual([
      {
        kind: 'file',
        path: 'run/systemd/network/00-webboot.network',
        secret: false,
        data: '[Match]\nMACAddress=52:54:00:12:34:56\nType=ether\n\n[Network]\nAddress=10.0.0.5/24\nGateway=10.0.0.1\n',
      },
      {
        kind: 'symlink',
        path: 'run/systemd/system/multi-user.target.wants/systemd-networkd.service',
        target: '/usr/lib/systemd/system/systemd-networkd.service',
      },
    ]);
  });

  it('tell a VLAN from the port with the same MAC address by the order of their names', () => {
    const names = networkdFiles(networkToHandOn({ vlan: 7 })).map(({ path }) => path);
    const port = names.findIndex((path) => path.endsWith('00-webboot-2.network'));
    expect(names.findIndex((path) => path.endsWith('00-webboot-1.network'))).toBeLessThan(port);
  });

  it('join Wi-Fi by a wpa_supplicant that the radio starts', () => {
    const files = networkdFiles(networkToHandOn({ wifi: homeWifi }));
    expect(textOf(files, 'wpa_supplicant.conf')).toContain('ssid=486f6d65');
    expect(textOf(files, 'webboot-wifi.service')).toContain('-i wifi0 -c /run/webboot/');
    expect(files).toContainEqual(
      expect.objectContaining({
        kind: 'symlink',
        path: expect.stringContaining('wifi0.device.wants/webboot-wifi.service'),
      }),
    );
  });
});
