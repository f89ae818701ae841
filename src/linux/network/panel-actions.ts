import { isDeepStrictEqual } from 'node:util';
import { defined } from '../../core/defined.ts';
import type { ConnectionSettings } from '../../core/network/connection-settings.ts';
import type { NetworkPanel, NetworkSnapshot, WifiNetwork } from '../../core/network/panel.ts';
import type { FailureReport } from '../../core/plan/boot-event.ts';
import type { ActiveLinks } from './active-links.ts';
import { reportFailure } from './activity.ts';
import type { Connections } from './connections.ts';
import type { Connector } from './connector.ts';
import type { InterfaceStates } from './interface-states.ts';
import { noRadio } from './network-errors.ts';
import type { NetworkSystem } from './network-system.ts';
import type { KeptNetworks } from './wifi/kept-networks.ts';
import type { Radio } from './wifi/radio.ts';

/** What the person does on the network screens, and what came of it. */
export interface PanelActions
  extends Pick<
    NetworkPanel,
    'connect' | 'disconnect' | 'configure' | 'scan' | 'join' | 'joinKept' | 'keep' | 'forget'
  > {
  readonly outcome: Pick<NetworkSnapshot, 'wifi' | 'scanning' | 'failure'>;
  /** Disconnected by hand: not to be connected automatically again. */
  isDeclined(name: string): boolean;
}

export interface PanelParts {
  readonly states: InterfaceStates;
  readonly connections: Connections;
  readonly connector: Connector;
  readonly links: ActiveLinks;
  readonly radio: Radio | undefined;
  readonly kept: KeptNetworks | undefined;
  readonly system: Pick<NetworkSystem, 'overrideNameServers' | 'startRdnssd'>;
  readonly emit: () => void;
}

export function createPanelActions(parts: PanelParts): PanelActions {
  const { states, connections, connector, links, radio, kept, system, emit } = parts;
  const declined = new Set<string>();
  let wifi: Readonly<Record<string, readonly WifiNetwork[]>> = {};
  let scanning: string | undefined;
  let failure: FailureReport | undefined;

  /** What was asked for ends up in the snapshot when it fails. */
  const attempt = async (work: () => Promise<void>): Promise<void> => {
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
    system.startRdnssd();
    await attempt(work);
  };
  const reconfigure = async (name: string, wanted: ConnectionSettings): Promise<void> => {
    const { ip, vlan } = connections.of(name);
    const sameAddresses = isDeepStrictEqual({ ip, vlan }, { ip: wanted.ip, vlan: wanted.vlan });
    if (!sameAddresses) await connector.release(name);
    connections.settle(name, wanted);
    await system.overrideNameServers(wanted.nameServers);
    // The same again is how a person asks for another try.
    if (sameAddresses && states.isDeviceOnline(connections.deviceOf(name))) return;
    declined.delete(name);
    // A radio keeps it for the network that is joined next.
    if (!states.isWireless(name) || connector.hasJoined(name)) await connector.connect(name);
  };

  return {
    get outcome() {
      return {
        wifi,
        ...defined({ scanning, failure }),
      };
    },
    isDeclined: (name) => declined.has(name),
    connect: (name) => bringUp(name, () => connector.connect(name)),
    async disconnect(name) {
      declined.add(name);
      await connector.release(name);
    },
    configure: (name, wanted) => attempt(() => reconfigure(name, wanted)),
    async scan(name, { signal = new AbortController().signal } = {}) {
      scanning = name;
      emit();
      try {
        await attempt(async () => {
          if (radio === undefined) throw noRadio(name);
          wifi = { ...wifi, [name]: await radio.scan(name, signal) };
        });
      } finally {
        scanning = undefined;
        emit();
      }
    },
    join: (name, profile) => bringUp(name, () => connector.join(name, profile)),
    async joinKept(name, ssid) {
      const profile = kept?.profiles.find((one) => one.ssid === ssid);
      if (profile !== undefined) await bringUp(name, () => connector.join(name, profile));
    },
    async keep(name) {
      const profile = links.wifiOf(name);
      if (profile !== undefined) await attempt(async () => kept?.keep(profile));
    },
    forget: (ssid) => attempt(async () => kept?.forget(ssid)),
  };
}
