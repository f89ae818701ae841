import { defined } from '../../core/defined.ts';
import type { ConnectionSettings } from '../../core/network/connection-settings.ts';
import type { Settings } from '../../core/settings/settings.ts';

/** What each interface goes by: the configuration, and what the person has settled since. */
export interface Connections {
  of(name: string): ConnectionSettings;
  /** What carries an interface's addresses: itself, or its VLAN's device. */
  deviceOf(name: string): string;
  settle(name: string, settings: ConnectionSettings): void;
  readonly proxy: string | undefined;
}

export function createConnections(
  settings: Pick<Settings, 'ip' | 'vlan' | 'dns' | 'proxy'>,
): Connections {
  const { ip, vlan } = settings;
  const given = {
    ip: ip?.settings ?? ({ method: 'automatic' } as const),
    ...defined({ vlan }),
  };
  const own = new Map<string, Pick<ConnectionSettings, 'ip' | 'vlan'>>();
  // These two are the whole machine's.
  let nameServers = settings.dns ?? ip?.nameServers ?? [];
  let { proxy } = settings;
  const of = (name: string): ConnectionSettings => ({
    ...(own.get(name) ?? given),
    nameServers,
    ...defined({ proxy }),
  });
  return {
    of,
    deviceOf(name) {
      const { vlan: id } = of(name);
      return id === undefined ? name : `${name}.${id}`;
    },
    settle(name, wanted) {
      ({ nameServers, proxy } = { proxy: undefined, ...wanted });
      own.set(name, {
        ip: wanted.ip,
        ...(wanted.vlan === undefined ? {} : { vlan: wanted.vlan }),
      });
    },
    get proxy() {
      return proxy;
    },
  };
}
