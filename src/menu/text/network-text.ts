import type { NetworkInterface, NetworkSnapshot } from '../../core/network/panel.ts';
import type { WifiSecurity } from '../../core/network/wifi.ts';
import type { WifiRow } from '../model/wifi-rows.ts';

/** "online, 192.168.1.20/24", "no cable", "waiting for a DHCP server" */
export function interfaceState(item: NetworkInterface): string {
  const [address] = item.addresses;
  switch (item.state) {
    case 'online':
      return address === undefined ? 'online' : `online, ${address}`;
    case 'connecting':
      return item.note ?? 'connecting';
    case 'failed':
      return item.note ?? 'failed';
    case 'idle':
      if (item.kind === 'wireless') return 'not connected, Enter lists the networks';
      return item.link === 'down' ? 'no link (check the cable)' : 'not connected';
  }
}

export function interfaceDetail(item: NetworkInterface): readonly string[] {
  const driver = item.driver === '' ? 'driver unknown' : `driver ${item.driver}`;
  const state = interfaceState(item);
  return [
    `${item.name}: ${state}`,
    `${driver}, MAC ${item.mac}, link ${item.link}`,
    ...item.addresses.slice(1).map((address) => `also ${address}`),
    ...(item.note === undefined || item.note === state ? [] : [item.note]),
  ];
}

export const securityText: Readonly<Record<WifiSecurity, string>> = {
  open: 'not encrypted',
  'wpa2-psk': 'WPA2',
  'wpa3-sae': 'WPA3',
  enterprise: 'WPA Enterprise',
  wep: 'WEP, not supported',
  unknown: 'unknown',
};

/** Five steps, readable without colour and aloud. */
export function signalText({ signalPercent }: WifiRow): string {
  if (signalPercent === undefined) return 'out of range';
  const bars = Math.max(0, Math.min(5, Math.round(signalPercent / 20)));
  return `${'*'.repeat(bars)}${'.'.repeat(5 - bars)} ${signalPercent} %`;
}

/** How a network is secured, and that it is on the stick. */
export function networkText({ security, kept }: WifiRow): string {
  return kept ? `${securityText[security]}, saved` : securityText[security];
}

/** What there is to say of keeping the network that an interface is joined to. */
export function keepLines(
  network: NetworkSnapshot | undefined,
  { joined }: NetworkInterface,
): readonly string[] {
  if (joined === undefined || network?.kept === undefined) return [];
  return network.kept.some(({ ssid }) => ssid === joined)
    ? [`${joined} is saved on the stick and joined automatically.`]
    : [
        `Press k to save ${joined} and its passphrase on the stick. It is then joined automatically.`,
      ];
}

export function firmwareLines(network: NetworkSnapshot | undefined): readonly string[] {
  const files = network?.missingFirmware ?? [];
  return files.length === 0
    ? []
    : [`A network card needs firmware that is missing: ${files.join(', ')}.`];
}

/** What may stand in the form of an interface's settings. */
export const addressHelp: readonly string[] = [
  'Empty fields are filled in by the network: DHCP, or IPv6 router advertisements.',
  'Address: 192.168.1.20/24 or 2001:db8::20/64. Gateway: the router. DNS: name servers, separated by commas.',
  'VLAN: 1 to 4094. Proxy: http://HOST:PORT. DNS and proxy apply to all interfaces.',
];

/** What may stand in the form of a WPA-Enterprise network. */
export const hiddenHelp =
  'A network that does not broadcast its name. Leave the passphrase empty if the network is open, and the method empty unless it also needs a user name.';

export const enterpriseHelp: readonly string[] = [
  'Method: peap, ttls or tls. Inner method: usually mschapv2. The outer identity may be left blank.',
  'CA, certificate and key are PEM files, such as /run/webboot/stick/NAME on the stick. Without a CA file, the public CAs are trusted.',
  'Server: the name in its certificate or the end of that name, such as example.org. Required unless a CA file is given.',
];

export function noInterfacesText(network: NetworkSnapshot | undefined): string {
  return network?.looking === true
    ? 'Looking for network interfaces. On a slow machine, loading their drivers takes a minute.'
    : 'No network interface was found. Plug one in, for example a phone with USB tethering, and it appears here.';
}
