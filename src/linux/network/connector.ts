import { trustsAnyServer } from '../../core/network/server-name.ts';
import type { WifiProfile } from '../../core/network/wifi.ts';
import type { ActiveLinks } from './active-links.ts';
import { failureNote } from './activity.ts';
import { createAttempts } from './attempts.ts';
import type { Connections } from './connections.ts';
import type { InterfaceStates } from './interface-states.ts';
import { noProfile, noRadio, serverUnnamed } from './network-errors.ts';
import type { NetworkSystem } from './network-system.ts';
import type { Radio } from './wifi/radio.ts';

/** Takes interfaces to the network and off it, whoever wants that; the states tell how far it is. */
export interface Connector {
  /** By its cable, or to one of the known networks. */
  connect(name: string): Promise<void>;
  join(name: string, profile: WifiProfile): Promise<void>;
  release(name: string): Promise<void>;
  /** Whether a network was joined in this session. */
  hasJoined(name: string): boolean;
  /** Whether the known networks were tried; that is done by itself only once. */
  hasTried(name: string): boolean;
  /** There may be other known networks now. */
  forgetTries(): void;
}

export function createConnector({
  states,
  connections,
  links,
  radio,
  known,
  system,
}: {
  readonly states: InterfaceStates;
  readonly connections: Connections;
  readonly links: ActiveLinks;
  readonly radio: Radio | undefined;
  /** Networks that are joined without a question. */
  readonly known: () => readonly WifiProfile[];
  readonly system: Pick<
    NetworkSystem,
    | 'bringLinkUp'
    | 'configureAddresses'
    | 'dropAddresses'
    | 'addVlan'
    | 'removeVlan'
    | 'readCertificates'
  >;
}): Connector {
  const tried = new Set<string>();
  /** To be joined again; nowhere but in memory. */
  const joined = new Map<string, WifiProfile>();
  const attempts = createAttempts((name, error, cancelled) =>
    states.set(name, cancelled ? { state: 'idle' } : { state: 'failed', note: failureNote(error) }),
  );
  const configure = async (
    name: string,
    signal: AbortSignal,
    wifi?: WifiProfile,
  ): Promise<void> => {
    const { ip, vlan } = connections.of(name);
    const device = vlan === undefined ? name : await system.addVlan(name, vlan);
    await states.set(name, { state: 'connecting', note: { kind: 'waiting-for-address' } });
    await system.configureAddresses(device, ip, signal);
    links.set(device, { port: name, wifi });
    if (device !== name)
      await states.set(name, { state: 'idle', note: { kind: 'carries', name: device } });
    await states.set(device, { state: 'online' });
  };
  const connectWired = (name: string): Promise<void> =>
    attempts.run(name, async (signal) => {
      await states.set(name, { state: 'connecting', note: { kind: 'waiting-for-link' } });
      await system.bringLinkUp(name, signal);
      await configure(name, signal);
    });
  const join = async (name: string, profile: WifiProfile): Promise<void> => {
    await attempts.stop(name);
    return attempts.run(name, async (signal) => {
      if (radio === undefined) throw noRadio(name);
      if (trustsAnyServer(profile)) throw serverUnnamed(name, profile.ssid);
      await states.set(name, {
        state: 'connecting',
        note: { kind: 'joining', ssid: profile.ssid },
      });
      // wpa_supplicant says of a file that is not there no more than of a wrong password.
      await system.readCertificates(profile);
      await radio.join(name, profile, signal);
      await configure(name, signal, profile);
      joined.set(name, profile);
      await states.set(name, { state: 'online', note: { kind: 'joined', ssid: profile.ssid } });
    });
  };
  const joinKnown = async (name: string): Promise<void> => {
    tried.add(name);
    const last = joined.get(name);
    const profiles = [...(last === undefined ? [] : [last]), ...known()];
    for (const profile of profiles) {
      const success = await join(name, profile).then(
        () => true,
        () => false,
      );
      if (success) return;
    }
    throw noProfile(name);
  };
  return {
    connect: (name) => (states.isWireless(name) ? joinKnown(name) : connectWired(name)),
    join,
    async release(name) {
      const { vlan } = connections.of(name);
      await attempts.stop(name);
      await radio?.leave(name);
      if (vlan !== undefined) {
        await system.removeVlan(name, vlan);
        states.forget(`${name}.${vlan}`);
      }
      await system.dropAddresses(name);
      await states.set(name, { state: 'idle' });
    },
    hasJoined: (name) => joined.has(name),
    hasTried: (name) => tried.has(name),
    forgetTries: () => tried.clear(),
  };
}
