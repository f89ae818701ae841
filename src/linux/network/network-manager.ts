import { setTimeout as sleep } from 'node:timers/promises';
import { WebbootError } from '../../errors.ts';
import { type InterfaceFacts, listInterfaces } from './interfaces.ts';
import { connectWired } from './wired.ts';

/** What is going on at an interface beyond what sysfs tells. */
interface Activity {
  readonly state: 'idle' | 'connecting' | 'online' | 'failed';
  readonly note?: string;
}

export interface ManagedInterface extends InterfaceFacts, Activity {}

export interface NetworkManager {
  interfaces(): readonly ManagedInterface[];
  subscribe(listener: () => void): () => void;
  connect(name: string, options?: { signal?: AbortSignal }): Promise<void>;
  /** Resolves once an interface has an address; rejects with what stood in the way of the last one. */
  online(signal?: AbortSignal): Promise<void>;
}

/** Drivers are loaded while webboot starts; a USB adapter takes the longest. */
const appearTimeoutMs = 10_000;
const pollMs = 100;

/** Finds a way to the network by itself: the interface that was asked for, or each wired one in turn. */
export function createNetworkManager(wanted: string | undefined): NetworkManager {
  const listeners = new Set<() => void>();
  const activities = new Map<string, Activity>();
  let known: readonly InterfaceFacts[] = [];

  const changed = async (): Promise<void> => {
    known = await listInterfaces();
    for (const listener of listeners) listener();
  };
  const note = (name: string, activity: Activity): Promise<void> => {
    activities.set(name, activity);
    return changed();
  };
  const connect = async (name: string, options: { signal?: AbortSignal } = {}): Promise<void> => {
    await note(name, { state: 'connecting', note: 'waiting for link and address' });
    try {
      await connectWired(name, options);
      await note(name, { state: 'online' });
    } catch (error) {
      await note(name, { state: 'failed', note: (error as Error).message });
      throw error;
    }
  };
  const candidates = async (): Promise<readonly string[]> => {
    const deadline = performance.now() + appearTimeoutMs;
    for (;;) {
      await changed();
      const names = known
        .filter((facts) => (wanted === undefined ? facts.kind === 'wired' : facts.name === wanted))
        .map((facts) => facts.name);
      if (names.length > 0) return names;
      if (performance.now() > deadline) throw noInterface(wanted, known);
      await sleep(pollMs);
    }
  };
  /** All at once: a cable in the second port must not wait for the first one to give up. */
  const connectAny = async (): Promise<void> => {
    const names = await candidates();
    await Promise.any(names.map((name) => connect(name))).catch((error: AggregateError) => {
      throw error.errors[0];
    });
  };
  let attempt: Promise<void> | undefined;
  return {
    interfaces: () =>
      known.map((facts) => ({ ...facts, ...(activities.get(facts.name) ?? { state: 'idle' }) })),
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    connect,
    online: async () => {
      if ([...activities.values()].some(({ state }) => state === 'online')) return;
      attempt ??= connectAny().finally(() => {
        attempt = undefined;
      });
      await attempt;
    },
  };
}

function noInterface(wanted: string | undefined, known: readonly InterfaceFacts[]): WebbootError {
  const names = known.map(({ name }) => name).join(', ');
  return new WebbootError(
    'no-network',
    wanted === undefined
      ? 'This machine shows no wired network interface.'
      : `There is no network interface ${wanted}.`,
    {
      ...(wanted === undefined ? {} : { subject: wanted }),
      remedy:
        names === ''
          ? 'Plug in a USB network adapter or a phone with USB tethering; the log names drivers that are missing.'
          : `Choose one of: ${names}.`,
    },
  );
}
