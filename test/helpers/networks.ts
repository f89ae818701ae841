import type { NetworkToHandOn } from '../../src/core/network/handed-network.ts';

/** A network to hand on: a cable with DHCP, unless `changes` say otherwise. */
export function networkToHandOn(changes: Partial<NetworkToHandOn> = {}): NetworkToHandOn {
  return {
    mac: '52:54:00:12:34:56',
    ip: { method: 'automatic' },
    nameServers: [],
    certificates: {},
    ...changes,
  };
}

export const homeWifi = {
  ssid: 'Home',
  security: 'wpa2-psk',
  hidden: false,
  passphrase: 'correct horse',
} as const;

export const staticIp = {
  method: 'static',
  address: '10.0.0.5',
  prefixLength: 24,
  gateway: '10.0.0.1',
} as const;
