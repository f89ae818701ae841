import { isDeepStrictEqual } from 'node:util';
import type { NetworkInterface } from '../../core/network/panel.ts';
import { type Activity, describeInterface } from './activity.ts';
import type { Connections } from './connections.ts';
import type { InterfaceFacts } from './interfaces.ts';

/** What the kernel tells of the interfaces, and what is going on at them. */
export interface InterfaceStates {
  readonly facts: readonly InterfaceFacts[];
  /** As the menu shows them. */
  all(): readonly NetworkInterface[];
  isOnline(): boolean;
  isDeviceOnline(device: string): boolean;
  isWireless(name: string): boolean;
  /** Looks again; what has changed is told. */
  refresh(): Promise<void>;
  set(name: string, activity: Activity): Promise<void>;
  /** Of a device that is gone. */
  forget(name: string): void;
}

export function createInterfaceStates(
  connections: Connections,
  {
    ssidOf,
    emit,
    list,
  }: {
    readonly ssidOf: (name: string) => string | undefined;
    readonly emit: () => void;
    readonly list: () => Promise<readonly InterfaceFacts[]>;
  },
): InterfaceStates {
  const activities = new Map<string, Activity>();
  let facts: readonly InterfaceFacts[] = [];

  const all = (): readonly NetworkInterface[] =>
    facts.map((item) => {
      const { name } = item;
      const described = describeInterface(item, activities.get(name), connections.of(name));
      const ssid = described.state === 'online' ? ssidOf(name) : undefined;
      return ssid === undefined ? described : { ...described, joined: ssid };
    });
  return {
    get facts() {
      return facts;
    },
    all,
    isOnline: () => all().some(({ state }) => state === 'online'),
    isDeviceOnline: (device) =>
      all().some(({ name, state }) => name === device && state === 'online'),
    isWireless: (name) => facts.find((item) => item.name === name)?.kind === 'wireless',
    async refresh() {
      const before = facts;
      facts = await list();
      if (!isDeepStrictEqual(before, facts)) emit();
    },
    async set(name, activity) {
      activities.set(name, activity);
      facts = await list();
      emit();
    },
    forget: (name) => activities.delete(name),
  };
}
