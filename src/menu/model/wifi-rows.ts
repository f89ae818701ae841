import type { NamedNetwork, NetworkSnapshot } from '../../core/network/panel.ts';

/** A line of the list of Wi-Fi networks. */
export interface WifiRow extends NamedNetwork {
  /** 0 to 100; absent: not in reach. */
  readonly signalPercent?: number;
  /** It lies on the stick. */
  readonly kept: boolean;
}

/** The networks in reach, strongest first, and then the kept ones that are not. */
export function wifiRows(
  network: NetworkSnapshot | undefined,
  interfaceName: string,
): readonly WifiRow[] {
  const inReach = network?.wifi[interfaceName] ?? [];
  const kept = network?.kept ?? [];
  const isKept = ({ ssid }: { readonly ssid: string }) => kept.some((one) => one.ssid === ssid);
  return [
    ...inReach.map((item) => ({ ...item, kept: isKept(item) })),
    ...kept
      .filter(({ ssid }) => !inReach.some((item) => item.ssid === ssid))
      .map((item) => ({ ...item, kept: true })),
  ];
}
