import { isDeepStrictEqual } from 'node:util';
import type { FailureReport } from '../../core/boot-event.ts';
import type { ConnectionSettings } from '../../core/connection-settings.ts';
import { findInterface } from '../../core/find-interface.ts';
import {
  describeHandedNetwork,
  type HandedNetwork,
  type NetworkToHandOn,
} from '../../core/handed-network.ts';
import type { Settings } from '../../core/settings.ts';
import type { WifiProfile } from '../../core/wifi.ts';
import type { NetworkPanel, WifiNetwork } from '../../network-panel.ts';
import { reportFailure, summarise } from './activity.ts';
import { createAttempts } from './attempts.ts';
import { findCandidates } from './candidates.ts';
import { readCertificates } from './certificates.ts';
import { configureAddresses, dropAddresses } from './connect.ts';
import { createConnections } from './connections.ts';
import { createInterfaceStates } from './interface-states.ts';
import { bringLinkUp } from './link.ts';
import { readMissingFirmware } from './missing-firmware.ts';
import { overrideNameServers } from './name-servers.ts';
import { noProfile, noRadio } from './network-errors.ts';
import { startRdnssd } from './rdnssd.ts';
import { addVlan, removeVlan } from './vlan.ts';
import { createWays } from './ways.ts';
import type { KeptNetworks } from './wifi/kept-networks.ts';

export type NetworkSettings = Pick<
  Settings,
  'interface' | 'ip' | 'vlan' | 'dns' | 'proxy' | 'wifi' | 'country'
>;

/** What joins wireless networks; absent where the image has nothing for it. */
export interface Radio {
  scan(name: string, signal: AbortSignal): Promise<readonly WifiNetwork[]>;
  /** Resolves once the interface has a link. */
  join(name: string, profile: WifiProfile, signal: AbortSignal): Promise<void>;
  leave(name: string): Promise<void>;
}

export interface NetworkManager extends NetworkPanel {
  /** Resolves once an interface is online; rejects with what stood in the way of the likeliest one. */
  online(signal?: AbortSignal): Promise<void>;
  /** What the person settled last; the configuration's before. */
  readonly proxy: string | undefined;
  /** The network in use, as far as a live system would not find it by itself. Has secrets. */
  networkToHandOn(): Promise<NetworkToHandOn | undefined>;
}

/** Cables and adapters that come and go are noticed this often. */
const watchMs = 2_000;

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
  const connections = createConnections(settings);
  const ways = createWays(connections);
  const states = createInterfaceStates(connections, {
    ssidOf: (name) => ways.wifiOf(name)?.ssid,
    emit,
  });
  /** Disconnected by hand: not connected by itself again. */
  const declined = new Set<string>();
  /** Wireless interfaces whose known networks were tried; that is done by itself only once. */
  const tried = new Set<string>();
  /** What was joined in this session, to be joined again; nowhere but in memory. */
  const joined = new Map<string, WifiProfile>();
  let wifi: Readonly<Record<string, readonly WifiNetwork[]>> = {};
  let scanning: string | undefined;
  let firmware: readonly string[] = [];
  let failure: FailureReport | undefined;

  const known = () => [...(settings.wifi ?? []), ...(kept?.profiles ?? [])];
  const attempts = createAttempts((name, error, cancelled) =>
    states.set(
      name,
      cancelled ? { state: 'idle' } : { state: 'failed', note: (error as Error).message },
    ),
  );
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
  /** Of the network in use, where it is worth handing on. */
  const worthyNetwork = (): HandedNetwork | undefined => {
    const online = states.all().find(({ state }) => state === 'online');
    const macOf = (port: string) => states.facts.find(({ name }) => name === port)?.mac ?? '';
    return online === undefined ? undefined : ways.networkOf(online.name, macOf);
  };
  const configure = async (
    name: string,
    signal: AbortSignal,
    wifi?: WifiProfile,
  ): Promise<void> => {
    const { ip, vlan } = connections.of(name);
    const device = vlan === undefined ? name : await addVlan(name, vlan);
    await states.set(name, { state: 'connecting', note: 'waiting for an address' });
    await configureAddresses(device, ip, signal);
    ways.set(device, { port: name, wifi });
    if (device !== name) await states.set(name, { state: 'idle', note: `carries ${device}` });
    await states.set(device, { state: 'online' });
  };
  const connectWired = (name: string): Promise<void> =>
    attempts.run(name, async (signal) => {
      await states.set(name, { state: 'connecting', note: 'waiting for the link' });
      await bringLinkUp(name, signal);
      await configure(name, signal);
    });
  const joinNetwork = async (name: string, profile: WifiProfile): Promise<void> => {
    await attempts.stop(name);
    return attempts.run(name, async (signal) => {
      if (radio === undefined) throw noRadio(name);
      await states.set(name, { state: 'connecting', note: `joining ${profile.ssid}` });
      // wpa_supplicant says of a file that is not there no more than of a wrong password.
      await readCertificates(profile);
      await radio.join(name, profile, signal);
      await configure(name, signal, profile);
      joined.set(name, profile);
      await states.set(name, { state: 'online', note: `joined ${profile.ssid}` });
    });
  };
  const joinKnown = async (name: string): Promise<void> => {
    tried.add(name);
    const last = joined.get(name);
    const profiles = [...(last === undefined ? [] : [last]), ...known()];
    for (const profile of profiles) {
      const success = await joinNetwork(name, profile).then(
        () => true,
        () => false,
      );
      if (success) return;
    }
    throw noProfile(name);
  };
  const connect = (name: string): Promise<void> => {
    return states.isWireless(name) ? joinKnown(name) : connectWired(name);
  };

  const release = async (name: string): Promise<void> => {
    const { vlan } = connections.of(name);
    await attempts.stop(name);
    await radio?.leave(name);
    if (vlan !== undefined) {
      await removeVlan(name, vlan);
      states.forget(`${name}.${vlan}`);
    }
    await dropAddresses(name);
    await states.set(name, { state: 'idle' });
  };
  const reconfigure = async (name: string, wanted: ConnectionSettings): Promise<void> => {
    const { ip, vlan } = connections.of(name);
    const sameAddresses = isDeepStrictEqual({ ip, vlan }, { ip: wanted.ip, vlan: wanted.vlan });
    if (!sameAddresses) await release(name);
    connections.settle(name, wanted);
    await overrideNameServers(wanted.nameServers);
    if (sameAddresses) return;
    declined.delete(name);
    // A radio keeps it for the network that is joined next.
    if (!states.isWireless(name) || joined.has(name)) await connect(name);
  };

  const lookForFirmware = async (): Promise<void> => {
    firmware = await readMissingFirmware();
    emit();
  };
  /** All at once: a cable in the second port must not wait for the first one to give up. */
  const connectAny = async (): Promise<void> => {
    const nameServers = settings.dns ?? settings.ip?.nameServers ?? [];
    if (nameServers.length > 0) await overrideNameServers(nameServers);
    startRdnssd();
    const names = await findCandidates({
      look: async () => {
        await states.refresh();
        return states.facts;
      },
      wanted: settings.interface ?? settings.ip?.device,
      knowsWifi: known().length > 0,
    });
    await Promise.any(names.map(connect))
      .catch((error: AggregateError) => {
        throw likeliest(error.errors);
      })
      // By now drivers have asked for what they want.
      .finally(() => void lookForFirmware());
  };
  let search: Promise<void> | undefined;

  /** A cable that is plugged in, a link that comes back, a radio that is late: none needs a key. */
  const watch = async (): Promise<void> => {
    await states.refresh();
    if (await kept?.look()) {
      // There may be one on the stick that is in reach.
      tried.clear();
      emit();
    }
    if (states.isOnline() || search !== undefined) return;
    const wanted = settings.interface;
    const only = wanted === undefined ? undefined : findInterface(states.facts, wanted)?.name;
    const free = states
      .all()
      .filter(
        ({ name, state }) =>
          state !== 'connecting' && !declined.has(name) && (wanted === undefined || name === only),
      );
    const plugged = free.find(({ kind, link }) => kind === 'wired' && link === 'up');
    if (plugged !== undefined) return connectWired(plugged.name).catch(() => {});
    const late = free.find(({ name, kind }) => kind === 'wireless' && !tried.has(name));
    if (late !== undefined && known().length > 0) {
      await joinKnown(late.name).catch(() => {});
    }
  };
  let watching = false;
  const startWatching = () => {
    if (!watching) setInterval(() => void watch(), watchMs).unref();
    watching = true;
  };

  return {
    get proxy() {
      return connections.proxy;
    },
    snapshot: () => {
      const worthy = worthyNetwork();
      const handsOn = worthy === undefined ? undefined : describeHandedNetwork(worthy);
      return {
        interfaces: states.all(),
        summary: summarise(states.all()),
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
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async connect(name) {
      declined.delete(name);
      startRdnssd();
      await forPerson(() => connect(name));
    },
    async disconnect(name) {
      declined.add(name);
      await release(name);
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
    async join(name, profile) {
      declined.delete(name);
      startRdnssd();
      await forPerson(() => joinNetwork(name, profile));
    },
    async joinKept(name, ssid) {
      const profile = kept?.profiles.find((one) => one.ssid === ssid);
      if (profile === undefined) return;
      declined.delete(name);
      startRdnssd();
      await forPerson(() => joinNetwork(name, profile));
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
    async online() {
      startWatching();
      if (states.isOnline()) return;
      search ??= connectAny().finally(() => {
        search = undefined;
      });
      const { promise, resolve } = Promise.withResolvers<void>();
      const notice = () => {
        if (states.isOnline()) resolve();
      };
      listeners.add(notice);
      await Promise.race([promise, search]).finally(() => listeners.delete(notice));
    },
  };
}

/** Of several interfaces' failures the one that got furthest: no lease says more than no cable. */
function likeliest(errors: readonly unknown[]): unknown {
  const rank = (error: unknown) => ((error as { code?: string }).code === 'no-link' ? 1 : 0);
  return errors.toSorted((a, b) => rank(a) - rank(b))[0];
}
