import { defined } from '../../core/defined.ts';
import { describeHandedNetwork, type HandedNetwork } from '../../core/network/handed-network.ts';
import type { WifiProfile } from '../../core/network/wifi.ts';
import type { Connections } from './connections.ts';

/** How the interfaces that are online came to be so. */
export interface Ways {
  /** The port below a VLAN's device, or the device itself; and the network that was joined. */
  set(
    device: string,
    way: { readonly port: string; readonly wifi?: WifiProfile | undefined },
  ): void;
  wifiOf(device: string): WifiProfile | undefined;
  /** Its network, as far as a live system would not find it by itself; undefined for all others. */
  networkOf(device: string, macOf: (port: string) => string): HandedNetwork | undefined;
}

export function createWays(connections: Connections): Ways {
  const ways = new Map<string, Parameters<Ways['set']>[1]>();
  return {
    set: (device, way) => ways.set(device, way),
    wifiOf: (device) => ways.get(device)?.wifi,
    networkOf(device, macOf) {
      const way = ways.get(device);
      if (way === undefined) return undefined;
      const { ip, vlan, nameServers } = connections.of(way.port);
      const network = {
        mac: macOf(way.port),
        ip,
        nameServers,
        ...defined({ vlan }),
        ...(way.wifi === undefined ? {} : { wifi: way.wifi }),
      };
      return describeHandedNetwork(network) === undefined ? undefined : network;
    },
  };
}
