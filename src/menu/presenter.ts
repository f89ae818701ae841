import type { TuiState } from './model/state.ts';
import type { Store } from './store.ts';

/** The state as one console shows it: keys at once, progress at the pace that the line takes. */
export interface Presenter {
  readonly state: () => TuiState;
  subscribe(listener: () => void): () => void;
  close(): void;
}

export interface PresenterOptions {
  /** Least time between two presentations of what nobody asked for by a key. */
  readonly progressIntervalMs: number;
}

export function createPresenter(store: Store, options: PresenterOptions): Presenter {
  const interval = options.progressIntervalMs;
  const listeners = new Set<() => void>();
  let presented = store.state();
  let lastTime = 0;
  let timer: NodeJS.Timeout | undefined;

  const present = () => {
    clearTimeout(timer);
    timer = undefined;
    lastTime = performance.now();
    presented = store.state();
    for (const listener of listeners) listener();
  };

  const unsubscribe = store.subscribe((action) => {
    const mayWait =
      action.type === 'boot-event' && ['progress', 'serving'].includes(action.event.type);
    const wait = lastTime + interval - performance.now();
    if (!mayWait || wait <= 0) present();
    else timer ??= setTimeout(present, wait);
  });

  return {
    state: () => presented,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close() {
      clearTimeout(timer);
      unsubscribe();
    },
  };
}
