import { isDeepStrictEqual } from 'node:util';
import type { ConnectionSettings } from '../../core/network/connection-settings.ts';
import {
  describeHandedNetwork,
  type HandedNetwork,
  type NetworkToHandOn,
} from '../../core/network/handed-network.ts';
import type { NetworkPanel, WifiNetwork } from '../../core/network/panel.ts';
import type { FailureReport } from '../../core/plan/boot-event.ts';
import type { Settings } from '../../core/settings/settings.ts';
import { reportFailure, summarise } from './activity.ts';
import { createAutomaticConnection } from './automatic-connection.ts';
import { readCertificates } from './certificates.ts';
import { createConnections } from './connections.ts';
import { createConnector } from './connector.ts';
import { createInterfaceStates } from './interface-states.ts';
import { readMissingFirmware } from './missing-firmware.ts';
import { overrideNameServers } from './name-servers.ts';
import { noRadio } from './network-errors.ts';
import { startRdnssd } from './rdnssd.ts';
import { createWays } from './ways.ts';
import type { KeptNetworks } from './wifi/kept-networks.ts';
import type { Radio } from './wifi/radio.ts';

export type NetworkSettings = Pick<
  Settings,
  'interface' | 'ip' | 'vlan' | 'dns' | 'proxy' | 'wifi' | 'country'
>;

export interface NetworkManager extends NetworkPanel {
  /** Resolves once an interface is online; rejects with what stood in the way of the likeliest one. */
  online(): Promise<void>;
  /** What the person settled last; the configuration's before. */
  readonly proxy: string | undefined;
  /** The network in use, as far as a live system would not find it by itself. Has secrets. */
  networkToHandOn(): Promise<NetworkToHandOn | undefined>;
}

/** Finds a way to the network by itself, and does what the person chooses in the menu. */
export function createNetworkManager(
  settings: NetworkSettings,
  radio: Radio | undefined,
  kept?: KeptNetworks,
): NetworkManager {
  const listeners = new Set<() => void>();
  const emit = () => {
    for (const listener of listeners) listener();
  };
  const subscribe = (listener: () => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  const connections = createConnections(settings);
  const ways = createWays(connections);
  const states = createInterfaceStates(connections, {
    ssidOf: (name) => ways.wifiOf(name)?.ssid,
    emit,
  });
  const known = () => [...(settings.wifi ?? []), ...(kept?.profiles ?? [])];
  const connector = createConnector({ states, connections, ways, radio, known });
  /** Disconnected by hand: not connected by itself again. */
  const declined = new Set<string>();
  let wifi: Readonly<Record<string, readonly WifiNetwork[]>> = {};
  let scanning: string | undefined;
  let firmware: readonly string[] = [];
  let failure: FailureReport | undefined;

  const automatic = createAutomaticConnection(settings, {
    states,
    connector,
    knowsWifi: () => known().length > 0,
    isDeclined: (name) => declined.has(name),
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
  const lookForFirmware = async (): Promise<void> => {
    firmware = await readMissingFirmware();
    emit();
  };
  /** What the person asked for ends up in the snapshot when it fails. */
  const forPerson = async (work: () => Promise<void>): Promise<void> => {
    failure = undefined;
    try {
      await work();
    } catch (error) {
      failure = reportFailure(error);
      throw error;
    } finally {
      emit();
    }
  };
  /** The person's wish takes back that it was disconnected. */
  const bringUp = async (name: string, work: () => Promise<void>): Promise<void> => {
    declined.delete(name);
    startRdnssd();
    await forPerson(work);
  };
  const reconfigure = async (name: string, wanted: ConnectionSettings): Promise<void> => {
    const { ip, vlan } = connections.of(name);
    const sameAddresses = isDeepStrictEqual({ ip, vlan }, { ip: wanted.ip, vlan: wanted.vlan });
    if (!sameAddresses) await connector.release(name);
    connections.settle(name, wanted);
    await overrideNameServers(wanted.nameServers);
    const device = vlan === undefined ? name : `${name}.${vlan}`;
    const online = states.all().some((one) => one.name === device && one.state === 'online');
    // The same again is how a person asks for another try.
    if (sameAddresses && online) return;
    declined.delete(name);
    // A radio keeps it for the network that is joined next.
    if (!states.isWireless(name) || connector.hasJoined(name)) await connector.connect(name);
  };
  /** Of the network in use, where it is worth handing on. */
  const worthyNetwork = (): HandedNetwork | undefined => {
    const online = states.all().find(({ state }) => state === 'online');
    const macOf = (port: string) => states.facts.find(({ name }) => name === port)?.mac ?? '';
    return online === undefined ? undefined : ways.networkOf(online.name, macOf);
  };

  return {
    get proxy() {
      return connections.proxy;
    },
    snapshot: () => {
      const worthy = worthyNetwork();
      const handsOn = worthy === undefined ? undefined : describeHandedNetwork(worthy);
      const interfaces = states.all();
      const looking = interfaces.length === 0 && automatic.searching;
      return {
        interfaces,
        summary: looking ? 'looking for cards' : summarise(interfaces),
        ...(looking ? { looking } : {}),
        wifi,
        ...(handsOn === undefined ? {} : { handsOn }),
        ...(kept?.available === true
          ? { kept: kept.profiles.map(({ ssid, security }) => ({ ssid, security })) }
          : {}),
        ...(scanning === undefined ? {} : { scanning }),
        ...(firmware.length === 0 ? {} : { missingFirmware: firmware }),
        ...(failure === undefined ? {} : { failure }),
      };
    },
    subscribe,
    connect: (name) => bringUp(name, () => connector.connect(name)),
    async disconnect(name) {
      declined.add(name);
      await connector.release(name);
    },
    configure: (name, wanted) => forPerson(() => reconfigure(name, wanted)),
    async scan(name, { signal = new AbortController().signal } = {}) {
      scanning = name;
      emit();
      await forPerson(async () => {
        if (radio === undefined) throw noRadio(name);
        wifi = { ...wifi, [name]: await radio.scan(name, signal) };
      }).finally(() => {
        scanning = undefined;
        emit();
      });
    },
    join: (name, profile) => bringUp(name, () => connector.join(name, profile)),
    async joinKept(name, ssid) {
      const profile = kept?.profiles.find((one) => one.ssid === ssid);
      if (profile !== undefined) await bringUp(name, () => connector.join(name, profile));
    },
    async keep(name) {
      const profile = ways.wifiOf(name);
      if (profile !== undefined) await forPerson(async () => kept?.keep(profile));
    },
    forget: (ssid) => forPerson(async () => kept?.forget(ssid)),
    async networkToHandOn() {
      const connection = worthyNetwork();
      if (connection === undefined) return undefined;
      return { ...connection, certificates: await readCertificates(connection.wifi) };
    },
    online: automatic.online,
  };
}
