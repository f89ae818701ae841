import { clampCursor } from './cursor.ts';
import { homeItems, itemAt } from './home-items.ts';
import { offeredVariants } from './offered.ts';
import { topOf } from './outcome.ts';
import type { TuiState } from './state.ts';
import { isBooting } from './tasks.ts';

/** The image of the network that Enter would look at: what it is called to a session. */
export function markedQuery(state: TuiState): string | undefined {
  if (isBooting(state)) return undefined;
  const top = topOf(state);
  switch (top.kind) {
    case 'home': {
      const item = itemAt(homeItems(state), top.cursor);
      // An address is looked at when it is complete.
      return item?.kind === 'recent' ? item.query : undefined;
    }
    case 'detail': {
      const distro = state.setup.distros.find(({ id }) => id === top.distroId);
      const variants = distro === undefined ? [] : offeredVariants(distro, state.setup.host);
      return variants[clampCursor(top.cursor, variants.length)]?.id;
    }
    default:
      return undefined;
  }
}
