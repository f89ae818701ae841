import { markedQuery } from '../model/marked-query.ts';
import type { TuiState } from '../model/state.ts';
import type { Store } from '../store.ts';
import type { LooksAhead } from './looks-ahead.ts';

/** A mark that stays in its place for so long rests: somebody reads. */
const restMs = 700;

/**
 * Has the image looked at on which the mark rests, once there is a network. The look ends when the mark
 * moves on, and counts no more when a row of the catalogue may mean something else.
 */
export function watchMark(store: Store, looks: LooksAhead): () => void {
  let marked: string | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const follow = () => {
    const state = store.state();
    const query = isOnline(state) ? markedQuery(state) : undefined;
    if (query === marked) return;
    marked = query;
    clearTimeout(timer);
    // One that somebody asked for meanwhile is theirs, and goes on.
    looks.forget();
    if (query !== undefined) timer = setTimeout(() => looks.begin(query), restMs);
  };
  const unsubscribe = store.subscribe((action) => {
    if (action.type === 'setup' && action.changes.distros !== undefined) {
      looks.forget();
      marked = undefined;
    }
    follow();
  });
  follow();
  return () => {
    unsubscribe();
    clearTimeout(timer);
    looks.forget();
  };
}

/** A program on a running system leaves the network to that. */
function isOnline({ network }: TuiState): boolean {
  return network === undefined || network.interfaces.some(({ state }) => state === 'online');
}
