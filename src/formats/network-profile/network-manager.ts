import type { HandedNetwork, NetworkToHandOn } from '../../core/network/handed-network.ts';
import { ipVersion } from '../../core/network/ip-address.ts';
import type { WifiProfile } from '../../core/network/wifi.ts';
import { type CertificatePaths, placeCertificates } from './certificates.ts';
import { formatKeyFile, type Section } from './key-file.ts';
import type { ProfileFile } from './profile-file.ts';

/**
 * A keyfile of NetworkManager (nm-settings-keyfile(5)). It lies in /run, where NetworkManager's own
 * initramfs generator puts such files too: systemd gives what it finds there its SELinux labels,
 * and no persistent storage gets to see the passphrase.
 */
export function networkManagerFiles(network: NetworkToHandOn): readonly ProfileFile[] {
  const { files, paths } = placeCertificates(network.certificates, 'run/NetworkManager/webboot');
  const text = formatKeyFile([
    ...connectionSections(network, paths),
    ['ipv4', ipSection(network, 4)],
    ['ipv6', ipSection(network, 6)],
  ]);
  const path = 'run/NetworkManager/system-connections/webboot.nmconnection';
  return [{ kind: 'file', path, secret: true, data: text }, ...files];
}

function connectionSections(
  { mac, wifi, vlan }: HandedNetwork,
  paths: CertificatePaths,
): readonly Section[] {
  // Before those of the live system's own, such as a DHCP for every cable.
  const common = { autoconnect: 'true', 'autoconnect-priority': '10' };
  if (wifi !== undefined) {
    return [
      ['connection', { id: wifi.ssid, type: 'wifi', ...common }],
      // As octets, for a name may have any.
      [
        'wifi',
        {
          ssid: [...Buffer.from(wifi.ssid, 'utf8')].map((octet) => `${octet};`).join(''),
          mode: 'infrastructure',
          hidden: wifi.hidden ? 'true' : undefined,
        },
      ],
      ...securitySections(wifi, paths),
    ];
  }
  const ethernet: Section = ['ethernet', { 'mac-address': mac }];
  if (vlan === undefined) {
    return [['connection', { id: 'webboot', type: 'ethernet', ...common }], ethernet];
  }
  const name = `vlan${vlan}`;
  return [
    ['connection', { id: 'webboot', type: 'vlan', 'interface-name': name, ...common }],
    ethernet,
    ['vlan', { id: String(vlan), flags: '1' }],
  ];
}

function securitySections(wifi: WifiProfile, paths: CertificatePaths): readonly Section[] {
  switch (wifi.security) {
    case 'open':
      return [];
    case 'enterprise':
      return [
        ['wifi-security', { 'key-mgmt': 'wpa-eap' }],
        ['802-1x', enterpriseSection(wifi, paths)],
      ];
    default: {
      const keyManagement = wifi.security === 'wpa3-sae' ? 'sae' : 'wpa-psk';
      return [['wifi-security', { 'key-mgmt': keyManagement, psk: wifi.passphrase }]];
    }
  }
}

function enterpriseSection(wifi: WifiProfile, paths: CertificatePaths): Section[1] {
  const { eap = 'peap', phase2 = 'mschapv2', identity, passphrase } = wifi;
  const common = {
    eap: `${eap};`,
    identity,
    'anonymous-identity': wifi.anonymousIdentity,
    'ca-cert': paths.ca,
    'domain-suffix-match': wifi.serverName,
    'system-ca-certs': paths.ca === undefined ? 'true' : undefined,
  };
  if (eap !== 'tls') return { ...common, password: passphrase, 'phase2-auth': phase2 };
  return {
    ...common,
    'client-cert': paths.client,
    'private-key': paths.key,
    'private-key-password': passphrase,
    // Flag 4: not required. A key without a password would be asked for otherwise.
    'private-key-password-flags': passphrase === undefined ? '4' : undefined,
  };
}

function ipSection({ ip, nameServers }: HandedNetwork, version: 4 | 6): Section[1] {
  const servers = nameServers.filter((server) => ipVersion(server) === version);
  const dns = servers.length === 0 ? undefined : servers.map((server) => `${server};`).join('');
  if (ip.method !== 'static' || ipVersion(ip.address) !== version) return { method: 'auto', dns };
  const gateway = ip.gateway === undefined ? '' : `,${ip.gateway}`;
  return { method: 'manual', address1: `${ip.address}/${ip.prefixLength}${gateway}`, dns };
}
