import type { HandedNetwork, NetworkToHandOn } from '../../core/network/handed-network.ts';
import type { WifiProfile } from '../../core/network/wifi.ts';
import { type CertificatePaths, placeCertificates, publicAuthorities } from './certificates.ts';
import { networkdFiles, wifiName, wifiNameFile } from './networkd.ts';
import type { ProfileFile } from './profile-file.ts';

/** Of several definitions that fit an interface the first by name counts. */
const portId = '00webboot';

/**
 * A file of netplan (netplan-yaml), written as JSON, which is YAML as well. Two kinds of Wi-Fi go
 * past netplan to what it configures itself: WPA3, for whose word `sae` it refuses all of its files
 * before 0.107, and networks whose server has a name, for which it has no word.
 */
export function netplanFiles(network: NetworkToHandOn): readonly ProfileFile[] {
  const { security, serverName } = network.wifi ?? {};
  if (security === 'wpa3-sae' || serverName !== undefined) return networkdFiles(network);
  const { files, paths } = placeCertificates(network.certificates, 'run/webboot');
  const text = JSON.stringify(
    { network: { version: 2, ...definitions(network, paths) } },
    undefined,
    2,
  );
  const path = 'run/netplan/90-webboot.yaml';
  return [
    { kind: 'file', path, secret: true, data: `${text}\n` },
    ...(network.wifi === undefined ? [] : [wifiNameFile(network.mac)]),
    ...files,
  ];
}

function definitions(network: HandedNetwork, paths: CertificatePaths): Readonly<object> {
  const { mac, wifi, vlan } = network;
  if (wifi !== undefined) {
    const accessPoint = {
      ...(wifi.hidden ? { hidden: true } : {}),
      ...(wifi.security === 'open' ? {} : { auth: authOf(wifi, paths) }),
    };
    const wifis = {
      [wifiName]: { ...addresses(network), 'access-points': { [wifi.ssid]: accessPoint } },
    };
    return { wifis };
  }
  const match = { match: { macaddress: mac } };
  if (vlan === undefined) return { ethernets: { [portId]: { ...match, ...addresses(network) } } };
  return {
    ethernets: { [portId]: match },
    vlans: { [`vlan${vlan}`]: { id: vlan, link: portId, ...addresses(network) } },
  };
}

function addresses({ ip, nameServers }: HandedNetwork): Readonly<object> {
  const nameservers = nameServers.length === 0 ? {} : { nameservers: { addresses: nameServers } };
  if (ip.method !== 'static') return { dhcp4: true, ...nameservers };
  const everywhere = ip.address.includes(':') ? '::/0' : '0.0.0.0/0';
  return {
    addresses: [`${ip.address}/${ip.prefixLength}`],
    ...(ip.gateway === undefined ? {} : { routes: [{ to: everywhere, via: ip.gateway }] }),
    ...nameservers,
  };
}

function authOf(wifi: WifiProfile, paths: CertificatePaths): Readonly<object> {
  const { security, passphrase, eap = 'peap', phase2 = 'mschapv2' } = wifi;
  if (security !== 'enterprise') return { 'key-management': 'psk', password: passphrase };
  const common = {
    'key-management': 'eap',
    method: eap,
    identity: wifi.identity,
    'anonymous-identity': wifi.anonymousIdentity,
    'ca-certificate': paths.ca ?? publicAuthorities,
  };
  if (eap !== 'tls')
    return { ...common, password: passphrase, 'phase2-auth': phase2.toUpperCase() };
  return {
    ...common,
    'client-certificate': paths.client,
    'client-key': paths.key,
    'client-key-password': passphrase,
  };
}
