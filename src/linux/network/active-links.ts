import { defined } from '../../core/defined.ts';
import { describeHandedNetwork, type HandedNetwork } from '../../core/network/handed-network.ts';
import type { WifiProfile } from '../../core/network/wifi.ts';
import type { Connections } from './connections.ts';

/** The interfaces that are online, and how they got there. */
export interface ActiveLinks {
  /** The port below a VLAN's device, or the device itself; and the network that was joined. */
  set(
    device: string,
    link: { readonly port: string; readonly wifi?: WifiProfile | undefined },
  ): void;
  wifiOf(device: string): WifiProfile | undefined;
  /** Its network, as far as a live system would not find it by itself; undefined for all others. */
  networkOf(device: string, macOf: (port: string) => string): HandedNetwork | undefined;
}

export function createActiveLinks(connections: Connections): ActiveLinks {
  const links = new Map<string, Parameters<ActiveLinks['set']>[1]>();
  return {
    set: (device, link) => links.set(device, link),
    wifiOf: (device) => links.get(device)?.wifi,
    networkOf(device, macOf) {
      const link = links.get(device);
      if (link === undefined) return undefined;
      const { ip, vlan, nameServers } = connections.of(link.port);
      const network = {
        mac: macOf(link.port),
        ip,
        nameServers,
        ...defined({ vlan }),
        ...(link.wifi === undefined ? {} : { wifi: link.wifi }),
      };
      return describeHandedNetwork(network) === undefined ? undefined : network;
    },
  };
}
