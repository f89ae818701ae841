import {
  describeHandedNetwork,
  type HandedNetwork,
  type NetworkToHandOn,
} from '../../core/network/handed-network.ts';
import type { NetworkPanel, NetworkSnapshot } from '../../core/network/panel.ts';
import type { Settings } from '../../core/settings/settings.ts';
import { type ActiveLinks, createActiveLinks } from './active-links.ts';
import { summarise } from './activity.ts';
import { createAutomaticConnection } from './automatic-connection.ts';
import { createConnections } from './connections.ts';
import { createConnector } from './connector.ts';
import { createInterfaceStates, type InterfaceStates } from './interface-states.ts';
import { createListeners } from './listeners.ts';
import { type NetworkSystem, networkSystem } from './network-system.ts';
import { createPanelActions } from './panel-actions.ts';
import type { KeptNetworks } from './wifi/kept-networks.ts';
import type { Radio } from './wifi/radio.ts';

export type NetworkSettings = Pick<
  Settings,
  'interface' | 'ip' | 'vlan' | 'dns' | 'proxy' | 'wifi' | 'country'
>;

export interface NetworkControl extends NetworkPanel {
  /** Resolves once an interface is online; rejects with what stood in the way of the likeliest one. */
  online(): Promise<void>;
  /** What the person settled last; the configuration's before. */
  readonly proxy: string | undefined;
  /** The network in use, as far as a live system would not find it by itself. Has secrets. */
  networkToHandOn(): Promise<NetworkToHandOn | undefined>;
}

/** Finds a way to the network by itself, and does what the person chooses in the menu. */
export function createNetworkControl(
  settings: NetworkSettings,
  {
    radio,
    kept,
    system = networkSystem,
  }: {
    /** Absent in an image without Wi-Fi. */
    readonly radio?: Radio | undefined;
    readonly kept?: KeptNetworks;
    readonly system?: NetworkSystem;
  } = {},
): NetworkControl {
  const { subscribe, emit } = createListeners();
  const connections = createConnections(settings);
  const links = createActiveLinks(connections);
  const ssidOf = (name: string) => links.wifiOf(name)?.ssid;
  const states = createInterfaceStates(connections, { ssidOf, emit, list: system.listInterfaces });
  const known = () => [...(settings.wifi ?? []), ...(kept?.profiles ?? [])];
  const connector = createConnector({ states, connections, links, radio, known, system });
  const actions = createPanelActions({
    ...{ states, connections, connector, links, radio, kept, system, emit },
  });
  let missingFirmware: readonly string[] = [];
  const lookForFirmware = async (): Promise<void> => {
    missingFirmware = await system.readMissingFirmware();
    emit();
  };
  const automatic = createAutomaticConnection(settings, {
    states,
    connector,
    system,
    knowsWifi: () => known().length > 0,
    isDeclined: actions.isDeclined,
    async lookAtStick() {
      const changed = (await kept?.look()) ?? false;
      if (changed) emit();
      return changed;
    },
    subscribe,
    onSearching: (now) => {
      emit();
      if (!now) void lookForFirmware();
    },
  });
  const { outcome: _, isDeclined: __, ...panel } = actions;
  return {
    ...panel,
    get proxy() {
      return connections.proxy;
    },
    snapshot: () => ({
      ...interfacesOf(states, automatic.searching),
      ...handsOnOf(networkInUse(states, links)),
      ...keptOf(kept),
      ...(missingFirmware.length === 0 ? {} : { missingFirmware }),
      ...actions.outcome,
    }),
    subscribe,
    async networkToHandOn() {
      const network = networkInUse(states, links);
      if (network === undefined) return undefined;
      return { ...network, certificates: await system.readCertificates(network.wifi) };
    },
    online: automatic.online,
  };
}

function interfacesOf(
  states: InterfaceStates,
  searching: boolean,
): Pick<NetworkSnapshot, 'interfaces' | 'summary' | 'looking'> {
  const interfaces = states.all();
  return interfaces.length === 0 && searching
    ? { interfaces, summary: { kind: 'looking' }, looking: true }
    : { interfaces, summary: summarise(interfaces) };
}

/** Where it is worth handing on. */
function networkInUse(states: InterfaceStates, links: ActiveLinks): HandedNetwork | undefined {
  const online = states.all().find(({ state }) => state === 'online');
  const macOf = (port: string) => states.facts.find(({ name }) => name === port)?.mac ?? '';
  return online === undefined ? undefined : links.networkOf(online.name, macOf);
}

function handsOnOf(network: HandedNetwork | undefined): Pick<NetworkSnapshot, 'handsOn'> {
  const handsOn = network === undefined ? undefined : describeHandedNetwork(network);
  return handsOn === undefined ? {} : { handsOn };
}

function keptOf(kept: KeptNetworks | undefined): Pick<NetworkSnapshot, 'kept'> {
  if (kept?.available !== true) return {};
  return { kept: kept.profiles.map(({ ssid, security }) => ({ ssid, security })) };
}
