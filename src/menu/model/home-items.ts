import type { DistroSummary } from '../../boot/session/session.ts';
import { parseLocation, typedText } from '../../core/image/image-location.ts';
import { inOrder } from './offered.ts';
import type { CachedImage, TuiState } from './state.ts';

/** One row of the home screen. */
export type HomeItem =
  | {
      readonly kind: 'boot';
      readonly title: string;
      readonly failed: boolean;
      /** It is given to other machines, and not booted. */
      readonly serves: boolean;
    }
  | { readonly kind: 'address'; readonly query: string }
  | { readonly kind: 'recent'; readonly query: string; readonly title: string }
  | { readonly kind: 'cached'; readonly image: CachedImage }
  | { readonly kind: 'distro'; readonly distro: DistroSummary }
  | { readonly kind: 'tool'; readonly tool: Tool };

export type Tool =
  | 'url'
  | 'network'
  | 'keymap'
  | 'language'
  | 'speech'
  | 'remote'
  | 'log'
  | 'shell'
  | 'about'
  | 'quit'
  | 'reboot'
  | 'power-off';

/** Rows for what is typed into the search field: recent and cached images first, tools last. */
export function homeItems(state: TuiState): readonly HomeItem[] {
  const home = state.screens[0];
  const query = home.kind === 'home' ? home.query.trim() : '';
  return [
    ...bootItem(state, query),
    ...(isAddress(query) ? [{ kind: 'address', query } as const] : []),
    ...recentItems(state, query),
    ...state.setup.cached
      .filter((image) => matches(query, [image.title, image.path]))
      .map((image) => ({ kind: 'cached', image }) as const),
    ...findDistros(state.setup, query).map((distro) => ({ kind: 'distro', distro }) as const),
    ...toolItems(state).filter((item) => matches(query, [state.texts.tools[item.tool], item.tool])),
  ];
}

/** "deb", "deb kde": every word must occur; names that begin with the text come first. */
function findDistros(
  { distros, host }: TuiState['setup'],
  query: string,
): readonly DistroSummary[] {
  const found = distros.filter((distro) =>
    matches(query, [
      distro.name,
      distro.id,
      distro.description,
      ...distro.variants.map((variant) => variant.name),
    ]),
  );
  const rank = (distro: DistroSummary) => {
    if (query === '' || startsWith(distro.name, query) || startsWith(distro.id, query)) return 0;
    return matches(query, [distro.name, distro.id]) ? 1 : 2;
  };
  return inOrder(found, host).toSorted((a, b) => rank(a) - rank(b));
}

function bootItem({ boot }: TuiState, query: string): readonly HomeItem[] {
  if (!boot || boot.state === 'finished' || query !== '') return [];
  const { title, state, choice } = boot;
  return [{ kind: 'boot', title, failed: state === 'failed', serves: choice.serve === true }];
}

function recentItems(state: TuiState, query: string): readonly HomeItem[] {
  return state.setup.recent
    .map((recent) => ({ kind: 'recent', query: recent, title: titleOf(state, recent) }) as const)
    .filter((item) => matches(query, [item.title, item.query]));
}

/** "Debian live, standard" for `debian/standard`; a URL or a path stands for itself. */
export function titleOf(state: TuiState, query: string): string {
  const variantOf = (distro: DistroSummary) =>
    distro.variants.find((variant) => variant.id === query);
  for (const distro of state.setup.distros) {
    if (distro.id === query) return distro.name;
    const variant = variantOf(distro);
    if (variant) return `${distro.name}, ${variant.name}`;
  }
  return typedText(query);
}

function toolItems(state: TuiState): readonly Extract<HomeItem, { kind: 'tool' }>[] {
  const { can } = state.setup;
  const tool = (name: Tool, present = true) =>
    present ? [{ kind: 'tool', tool: name } as const] : [];
  return [
    ...tool('url'),
    ...tool('network', can.network),
    ...tool('keymap', state.setup.keymaps.length > 0),
    ...tool('language'),
    ...tool('speech', can.speech),
    ...tool('remote', can.remote),
    ...tool('log'),
    ...tool('shell', can.shell),
    ...tool('about'),
    ...tool('quit', can.quit),
    ...tool('reboot', can.reboot),
    ...tool('power-off', can.powerOff),
  ];
}

export function isAddress(query: string): boolean {
  return parseLocation(query).kind === 'location';
}

/** Unlike every other row's. */
export function itemKey(item: HomeItem): string {
  switch (item.kind) {
    case 'boot':
    case 'address':
      return item.kind;
    case 'recent':
      return `recent ${item.query}`;
    case 'cached':
      return item.image.path;
    case 'distro':
      return `distro ${item.distro.id}`;
    case 'tool':
      return `tool ${item.tool}`;
  }
}

/** The row that the cursor is on. */
export function itemAt(items: readonly HomeItem[], cursor: number): HomeItem | undefined {
  return items[Math.max(0, Math.min(cursor, items.length - 1))];
}

function matches(query: string, texts: readonly string[]): boolean {
  const all = texts.join(' ').toLowerCase();
  return query
    .toLowerCase()
    .split(/\s+/)
    .every((word) => all.includes(word));
}

function startsWith(text: string, query: string): boolean {
  return text.toLowerCase().startsWith(query.toLowerCase());
}
