import type { IpSettings } from './ip-parameter.ts';
import type { WifiProfile } from './wifi.ts';

/** The network that webboot uses, for the live system to use as well. Has secrets. */
export interface HandedNetwork {
  /** Of the interface; names differ from one system to the next. */
  readonly mac: string;
  readonly wifi?: WifiProfile;
  /** VLAN id on that interface. */
  readonly vlan?: number;
  readonly ip: IpSettings;
  /** Those that a person gave; the network's own ones are found again. */
  readonly nameServers: readonly string[];
}

/** A network with the content of the PEM files that its Wi-Fi profile names. */
export interface NetworkToHandOn extends HandedNetwork {
  readonly certificates: NetworkCertificates;
}

export interface NetworkCertificates {
  readonly ca?: Uint8Array;
  readonly client?: Uint8Array;
  readonly key?: Uint8Array;
}

/**
 * "Wi-Fi Home", "192.168.1.5/24, VLAN 7"; undefined where there is nothing that the live system
 * would not find out by itself.
 */
export function describeHandedNetwork({ wifi, vlan, ip }: HandedNetwork): string | undefined {
  const parts = [
    ...(wifi === undefined ? [] : [`Wi-Fi ${wifi.ssid}`]),
    ...(ip.method === 'static' ? [`${ip.address}/${ip.prefixLength}`] : []),
    ...(vlan === undefined ? [] : [`VLAN ${vlan}`]),
  ];
  return parts.length === 0 ? undefined : parts.join(', ');
}
