import type { Session } from '../boot/session/session.ts';
import type { TuiActions } from '../menu/menu-actions.ts';
import type { RemotePanel } from '../menu/model/remote.ts';
import type { SetupChanges } from '../menu/model/state.ts';
import type { Store } from '../menu/store.ts';
import type { TuiSettings } from './tui-options.ts';

/** Shows it where it is wanted from the start on; nobody is in the way of it then. */
export function followRemote(
  store: Store,
  remote: RemotePanel | undefined,
  wanted: TuiSettings['remote'],
): () => Promise<void> {
  if (remote === undefined) return async () => {};
  const unsubscribe = remote.subscribe(() =>
    store.dispatch({ type: 'remote', snapshot: remote.snapshot() }),
  );
  if (wanted !== undefined) store.dispatch({ type: 'remote-wanted', ...wanted });
  return async () => {
    unsubscribe();
    await remote.stop();
  };
}

export async function followUpdates(
  store: Store,
  updates: AsyncIterable<SetupChanges>,
): Promise<void> {
  try {
    for await (const changes of updates) store.dispatch({ type: 'setup', changes });
  } catch (error) {
    // The menu does without a stick that cannot be read.
    const text = `looking for images on this machine: ${(error as Error).message}`;
    store.dispatch({ type: 'log', text, time: Date.now() });
  }
}

/** A newer catalogue takes the place of the built-in one as soon as there is a network. */
export async function followCatalogue(store: Store, session: Session): Promise<void> {
  const newer = await session.newer?.().catch(() => undefined);
  if (newer === undefined) return;
  const { distros, note } = newer;
  store.dispatch({ type: 'log', text: note, time: Date.now() });
  if (distros === undefined) return;
  store.dispatch({ type: 'setup', changes: { distros } });
  store.dispatch({ type: 'notice', text: note });
}

export function forwardLog(store: Store, log: TuiActions['log']): () => void {
  let last = store.state().log.at(-1);
  return store.subscribe(() => {
    const line = store.state().log.at(-1);
    if (line && line !== last) log?.(line.text);
    last = line;
  });
}
