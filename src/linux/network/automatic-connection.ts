import type { Settings } from '../../core/settings/settings.ts';
import { WebbootError } from '../../errors.ts';
import { findCandidates } from './candidates.ts';
import type { Connector } from './connector.ts';
import { findFreeInterface } from './free-interface.ts';
import type { InterfaceStates } from './interface-states.ts';
import type { NetworkSystem } from './network-system.ts';

/** Cables and adapters that come and go are noticed this often. */
const watchMs = 5_000;

export interface AutomaticConnection {
  /**
   * Looks for a way to the network, and watches for one from then on. Resolves once an interface
   * is online; rejects with what stood in the way of the likeliest one.
   */
  online(): Promise<void>;
  /** Whether a way is being looked for now. */
  readonly searching: boolean;
}

/** What goes by itself: nobody has to press a key to get to the network. */
export function createAutomaticConnection(
  settings: Pick<Settings, 'interface' | 'ip' | 'dns'>,
  {
    states,
    connector,
    system,
    knowsWifi,
    isDeclined,
    lookAtStick,
    subscribe,
    onSearching,
  }: {
    readonly states: InterfaceStates;
    readonly connector: Connector;
    readonly system: Pick<
      NetworkSystem,
      'overrideNameServers' | 'startRdnssd' | 'areDriversLoaded' | 'readMissingFirmware'
    >;
    /** Whether there are networks to be joined without a question. */
    readonly knowsWifi: () => boolean;
    /** Interfaces that the person disconnected stay so. */
    readonly isDeclined: (name: string) => boolean;
    /** Whether the networks that are kept on it have changed. */
    readonly lookAtStick: () => Promise<boolean>;
    /** As a panel's, for changes of the states. */
    readonly subscribe: (listener: () => void) => () => void;
    /** When a search begins, and when it is over; by then drivers have asked for what they want. */
    readonly onSearching: (now: boolean) => void;
  },
): AutomaticConnection {
  let search: Promise<void> | undefined;
  let watching = false;

  /** All at once: a cable in the second port must not wait for the first one to give up. */
  const connectAny = async (): Promise<void> => {
    const nameServers = settings.dns ?? settings.ip?.nameServers ?? [];
    if (nameServers.length > 0) await system.overrideNameServers(nameServers);
    system.startRdnssd();
    const names = await findCandidates({
      look: async () => {
        await states.refresh();
        return states.facts;
      },
      wanted: settings.interface ?? settings.ip?.device,
      knowsWifi: knowsWifi(),
      system,
    });
    await Promise.any(names.map(connector.connect)).catch((error: AggregateError) => {
      throw likeliest(error.errors);
    });
  };
  /** A cable that is plugged in, a link that comes back, a radio that is late: none needs a key. */
  const watch = async (): Promise<void> => {
    await states.refresh();
    // There may be one on the stick that is in reach.
    if (await lookAtStick()) connector.forgetTries();
    if (states.isOnline() || search !== undefined) return;
    const next = findFreeInterface(states.all(), {
      wanted: settings.interface,
      isDeclined,
      knowsWifi: knowsWifi(),
      hasTried: connector.hasTried,
    });
    if (next !== undefined) await connector.connect(next).catch(() => {});
  };
  return {
    get searching() {
      return search !== undefined;
    },
    async online() {
      if (!watching) setInterval(() => void watch(), watchMs).unref();
      watching = true;
      if (states.isOnline()) return;
      if (search === undefined) {
        search = connectAny().finally(() => {
          search = undefined;
          onSearching(false);
        });
        onSearching(true);
      }
      const { promise, resolve } = Promise.withResolvers<void>();
      const unsubscribe = subscribe(() => {
        if (states.isOnline()) resolve();
      });
      await Promise.race([promise, search]).finally(unsubscribe);
    },
  };
}

/** Of several interfaces' failures the one that got furthest: no lease says more than no cable. */
function likeliest(errors: readonly unknown[]): unknown {
  const rank = (error: unknown) =>
    error instanceof WebbootError && error.code === 'no-link' ? 1 : 0;
  return errors.toSorted((a, b) => rank(a) - rank(b))[0];
}
