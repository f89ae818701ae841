import { readFile } from 'node:fs/promises';
import { redact } from '../core/settings/redact.ts';
import type { RemotePanel, RemoteSnapshot } from '../menu/model/remote.ts';
import type { Store } from '../menu/store.ts';
import { pageScript } from '../shipped.ts';

/** The menu for another screen of this network; nothing of it is loaded before a person asks. */
export function remoteMenu(
  network: { subscribe(listener: () => void): () => void },
  secrets: readonly string[],
): (store: Store) => RemotePanel {
  return (store) => lazyRemote(() => load(store, network, secrets));
}

async function load(
  store: Store,
  network: { subscribe(listener: () => void): () => void },
  secrets: readonly string[],
): Promise<RemotePanel> {
  const [{ createRemote }, { networkAddresses }, { createLanReach }] = await Promise.all([
    import('../remote/create-remote.ts'),
    import('../http/own-addresses.ts'),
    import('../discovery/lan-reach.ts'),
  ]);
  return createRemote(store, {
    readScript: () => readFile(pageScript),
    addresses: () => networkAddresses(),
    onNetworkChange: (listener) => network.subscribe(listener),
    reaches: createLanReach(),
    redact: (text) => redact(text, secrets),
  });
}

/** A panel that `open` makes at the first start. */
export function lazyRemote(open: () => Promise<RemotePanel>): RemotePanel {
  const listeners = new Set<() => void>();
  let panel: RemotePanel | undefined;
  let opening: Promise<RemotePanel> | undefined;
  const openOnce = async () => {
    const remote = await open();
    remote.subscribe(() => {
      for (const listener of listeners) listener();
    });
    panel = remote;
    return remote;
  };
  return {
    snapshot: (): RemoteSnapshot => panel?.snapshot() ?? { kind: 'off' },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async start(how) {
      opening ??= openOnce();
      await (await opening).start(how);
    },
    async stop() {
      // What is still being loaded starts first.
      await opening?.catch(() => {});
      await panel?.stop();
    },
  };
}
