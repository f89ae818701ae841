import { languageCodes } from '../../core/languages/languages.ts';
import type { KeyBinding } from '../model/binding.ts';
import { listKeys, moveCursor } from '../model/cursor.ts';
import { homeItems } from '../model/home-items.ts';
import { offeredVariants } from '../model/offered.ts';
import { replaceTop, stay, topOf } from '../model/outcome.ts';
import type { Screen, ScreenOf } from '../model/screen.ts';
import type { TuiState } from '../model/state.ts';
import { wifiRows } from '../model/wifi-rows.ts';

/** Screens that are a list, with a mark on one of its rows. */
const listKinds = ['home', 'detail', 'entries', 'network', 'wifi', 'keymap', 'language'] as const;

type ListKind = (typeof listKinds)[number];

export const markBinding: KeyBinding<ListKind> = {
  keys: listKeys,
  shown: 'Up, Down, PgUp, PgDn, Home, End',
  help: 'move',
  act: ({ state, screen, key }) => {
    const cursor = moveCursor(screen.cursor, rowCount(state, screen), key);
    return stay(replaceTop(state, { ...screen, cursor }));
  },
};

/** With the mark on that row; undefined if the screen has no such row. */
export function markRow(state: TuiState, row: number): TuiState | undefined {
  const top = topOf(state);
  if (!isList(top) || row < 0 || row >= rowCount(state, top)) return undefined;
  return replaceTop(state, { ...top, cursor: row });
}

function isList(screen: Screen): screen is ScreenOf<ListKind> {
  return listKinds.some((kind) => kind === screen.kind);
}

function variantCount({ setup }: TuiState, { distroId }: ScreenOf<'detail'>): number {
  const distro = setup.distros.find(({ id }) => id === distroId);
  return distro === undefined ? 0 : offeredVariants(distro, setup.host).length;
}

function rowCount(state: TuiState, screen: ScreenOf<ListKind>): number {
  switch (screen.kind) {
    case 'home':
      return homeItems(state).length;
    case 'detail':
      return variantCount(state, screen);
    case 'entries':
      return state.image?.rows.length ?? 0;
    case 'network':
      return state.network?.interfaces.length ?? 0;
    case 'wifi':
      return wifiRows(state.network, screen.interfaceName).length;
    case 'keymap':
      return state.setup.keymaps.length;
    case 'language':
      return languageCodes.length;
  }
}
