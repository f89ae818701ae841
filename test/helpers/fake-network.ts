import type { NetworkPanel, NetworkSnapshot } from '../../src/core/network/panel.ts';

const settings = { ip: { method: 'automatic' }, nameServers: [] } as const;

const wired = {
  settings,
  name: 'eth0',
  kind: 'wired',
  driver: 'e1000e',
  mac: '52:54:00:12:34:56',
  link: 'up',
  addresses: ['192.168.1.20/24', '2001:db8::20/64'],
  state: 'online',
} as const;

const initial: NetworkSnapshot = {
  interfaces: [
    wired,
    {
      ...wired,
      name: 'eth1',
      mac: '52:54:00:12:34:57',
      link: 'down',
      addresses: [],
      state: 'idle',
    },
    {
      settings,
      name: 'wlan0',
      kind: 'wireless',
      driver: 'iwlwifi',
      mac: '3c:a9:f4:00:11:22',
      link: 'down',
      addresses: [],
      state: 'idle',
    },
  ],
  summary: { kind: 'online', name: 'eth0', by: '192.168.1.20' },
  wifi: {},
};

/** Two cables and a Wi-Fi card; the right passphrase is "correct horse". */
export function createFakeNetwork(): NetworkPanel {
  let snapshot = initial;
  const listeners = new Set<() => void>();
  const update = (changes: Partial<NetworkSnapshot>) => {
    snapshot = { ...snapshot, ...changes };
    for (const listener of listeners) listener();
  };
  return {
    snapshot: () => snapshot,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async connect() {},
    async disconnect() {},
    async configure(interfaceName, wanted) {
      const { ip } = wanted;
      const interfaces = snapshot.interfaces.map((item) =>
        item.name === interfaceName
          ? {
              ...item,
              settings: wanted,
              ...(ip.method === 'static'
                ? { addresses: [`${ip.address}/${ip.prefixLength}`] }
                : {}),
            }
          : item,
      );
      update({ interfaces });
    },
    async scan(interfaceName) {
      update({
        wifi: {
          [interfaceName]: [
            { ssid: 'Home', signalPercent: 84, security: 'wpa2-psk' },
            { ssid: 'Office', signalPercent: 61, security: 'enterprise' },
            { ssid: 'Cafe', signalPercent: 33, security: 'open' },
          ],
        },
      });
    },
    async join(interfaceName, { ssid, passphrase }) {
      const works = passphrase === undefined || passphrase === 'correct horse';
      const interfaces = snapshot.interfaces.map((item) =>
        item.name === interfaceName
          ? ({
              ...item,
              state: works ? 'online' : 'failed',
              ...(works ? { joined: ssid } : {}),
              note: works
                ? ({ kind: 'joined', ssid } as const)
                : ({
                    ...({ kind: 'failed', code: 'wifi-refused' } as const),
                    message: `wrong passphrase for ${ssid}`,
                  } as const),
            } as const)
          : item,
      );
      update({
        interfaces,
        summary: works ? { kind: 'online', name: interfaceName, by: ssid } : snapshot.summary,
      });
    },
    async joinKept() {},
    async keep(interfaceName) {
      const ssid = snapshot.interfaces.find(({ name }) => name === interfaceName)?.joined;
      if (ssid !== undefined) update({ kept: [{ ssid, security: 'wpa2-psk' }] });
    },
    async forget(forgotten) {
      update({ kept: (snapshot.kept ?? []).filter(({ ssid }) => ssid !== forgotten) });
    },
  };
}
