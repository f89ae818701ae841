import type { Binding } from '../model/binding.ts';
import { listKeys, moveCursor } from '../model/cursor.ts';
import { homeItems } from '../model/home-items.ts';
import { replaceTop, stay } from '../model/outcome.ts';
import type { ScreenOf } from '../model/screen.ts';
import type { TuiState } from '../model/state.ts';
import { wifiRows } from '../model/wifi-rows.ts';

/** Screens that are a list, with a mark on one of its rows. */
type ListKind = 'home' | 'detail' | 'entries' | 'network' | 'wifi' | 'keymap';

export const markBinding: Binding<ListKind> = {
  keys: listKeys,
  shown: 'Up, Down, PgUp, PgDn, Home, End',
  help: 'Move the mark',
  act: ({ state, screen, key }) => {
    const cursor = moveCursor(screen.cursor, rowCount(state, screen), key);
    return stay(replaceTop(state, { ...screen, cursor }));
  },
};

function rowCount(state: TuiState, screen: ScreenOf<ListKind>): number {
  switch (screen.kind) {
    case 'home':
      return homeItems(state).length;
    case 'detail':
      return state.setup.distros.find(({ id }) => id === screen.distroId)?.variants.length ?? 0;
    case 'entries':
      return state.image?.rows.length ?? 0;
    case 'network':
      return state.network?.interfaces.length ?? 0;
    case 'wifi':
      return wifiRows(state.network, screen.interfaceName).length;
    case 'keymap':
      return state.setup.keymaps.length;
  }
}
