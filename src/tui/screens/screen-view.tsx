import type { ComponentType } from 'react';
import { topOf } from '../../menu/model/outcome.ts';
import type { Screen, ScreenKind, ScreenOf } from '../../menu/model/screen.ts';
import { Frame } from '../components/frame.tsx';
import type { View } from '../components/view.ts';
import Home from './home.tsx';

type ScreenComponent<K extends ScreenKind> = ComponentType<{
  readonly view: View;
  readonly screen: ScreenOf<K>;
}>;

/** Every screen but home is loaded when it is opened first: the menu has to be there early. */
const loaders: { readonly [K in ScreenKind]: () => Promise<{ default: ScreenComponent<K> }> } = {
  home: async () => ({ default: Home }),
  detail: () => import('./detail.tsx'),
  url: () => import('./url.tsx'),
  inspecting: () => import('./inspecting.tsx'),
  entries: () => import('./entries.tsx'),
  cmdline: () => import('./cmdline.tsx'),
  unverified: () => import('./unverified.tsx'),
  progress: () => import('./progress.tsx'),
  stop: () => import('./stop.tsx'),
  failure: () => import('./failure.tsx'),
  report: () => import('./report.tsx'),
  log: () => import('./log.tsx'),
  network: () => import('./network.tsx'),
  wifi: () => import('./wifi.tsx'),
  join: () => import('./join.tsx'),
  address: () => import('./address.tsx'),
  keymap: () => import('./keymap.tsx'),
  language: () => import('./language.tsx'),
  remote: () => import('./remote.tsx'),
  shell: () => import('./shell.tsx'),
  leave: () => import('./leave.tsx'),
  about: () => import('./about.tsx'),
  help: () => import('./help.tsx'),
};

type AnyScreenComponent = ComponentType<{ readonly view: View; readonly screen: Screen }>;

const loaded = new Map<ScreenKind, AnyScreenComponent>([['home', Home as AnyScreenComponent]]);

/** Loads a screen's component; resolves at once, and to false, when it is there already. */
export async function loadScreen(kind: ScreenKind): Promise<boolean> {
  if (loaded.has(kind)) return false;
  const module = await loaders[kind]();
  loaded.set(kind, module.default as AnyScreenComponent);
  return true;
}

/** The top screen; its frame alone until its component is loaded. */
export function ScreenView({ view }: { readonly view: View }) {
  const screen = topOf(view.state);
  const Component = loaded.get(screen.kind);
  return Component ? <Component view={view} screen={screen} /> : <Frame view={view} title="..." />;
}
