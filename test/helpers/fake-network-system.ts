import type { InterfaceFacts } from '../../src/linux/network/interfaces.ts';
import type { NetworkSystem } from '../../src/linux/network/network-system.ts';
import type { Radio } from '../../src/linux/network/wifi/radio.ts';

export function interfaceFacts(
  name: string,
  changes: Partial<InterfaceFacts> = {},
): InterfaceFacts {
  return {
    name,
    kind: 'wired',
    driver: 'e1000e',
    mac: `52:54:00:00:00:0${name.at(-1)}`,
    link: 'up',
    addresses: [],
    ...changes,
  };
}

/** A machine whose cables and servers a test decides about; tells what was done to it. */
export function fakeNetworkSystem(
  interfaces: readonly InterfaceFacts[],
  overrides: Partial<NetworkSystem> = {},
) {
  const done: string[] = [];
  const machine = { interfaces };
  const act = async (text: string) => {
    done.push(text);
  };
  const system: NetworkSystem = {
    listInterfaces: async () => machine.interfaces,
    bringLinkUp: (name) => act(`link ${name}`),
    async configureAddresses(device, { method }) {
      await act(`addresses ${device} ${method}`);
    },
    dropAddresses: (name) => act(`drop ${name}`),
    async addVlan(parent, id) {
      await act(`vlan ${parent}.${id}`);
      machine.interfaces = [
        ...machine.interfaces,
        interfaceFacts(`${parent}.${id}`, { kind: 'other' }),
      ];
      return `${parent}.${id}`;
    },
    removeVlan: (parent, id) => act(`no vlan ${parent}.${id}`),
    overrideNameServers: (addresses) => act(`name servers ${addresses.join(' ')}`.trim()),
    startRdnssd() {},
    readCertificates: async () => ({}),
    readMissingFirmware: async () => [],
    areDriversLoaded: async () => true,
    ...overrides,
  };
  return { system, done, machine };
}

/** Joins what it is asked to join. */
export function fakeRadio(overrides: Partial<Radio> = {}): Radio {
  return {
    scan: async () => [{ ssid: 'Home', signalPercent: 80, security: 'wpa2-psk' }],
    join: async () => {},
    leave: async () => {},
    ...overrides,
  };
}
