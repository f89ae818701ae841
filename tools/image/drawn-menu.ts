import type { Architecture } from '../../src/core/architecture.ts';
import { homeItems, itemKey } from '../../src/menu/model/home-items.ts';
import { initialState } from '../../src/menu/model/state.ts';
import { afterKeys } from '../../src/tui/console/after-keys.ts';
import { setupOf } from '../../src/tui/setup-of.ts';
import type { DrawnConsole, FrameLanguage } from './drawn-consoles.ts';
import { beginMenu, type OpenedConsole } from './menu-beginning.ts';

/** What a console is written by the menu's beginning. */
export interface DrawnMenu {
  readonly frame: string;
  /** From one row of the list to the next, and back. */
  readonly moves: readonly DrawnMove[];
}

interface DrawnMove {
  readonly down: string;
  readonly up: string;
}

export interface DrawnMenus {
  /** In the order of the consoles that were asked for. */
  readonly consoles: readonly DrawnMenu[];
  /** The keys of the rows that the mark comes to (`itemKey`). */
  readonly rows: readonly string[];
}

/** The menu's first frame, and what moves its mark by up to so many rows. */
export async function drawMenu(
  consoles: readonly DrawnConsole[],
  arch: Architecture,
  { language, moves = 0 }: { readonly language?: FrameLanguage; readonly moves?: number } = {},
): Promise<DrawnMenus> {
  const { consoles: opened, options } = await beginMenu(consoles, arch, language);
  const frames = opened.map(({ take }) => take());
  const downs = await press(opened, { key: '\x1b[B', times: moves });
  const ups = (await press(opened, { key: '\x1b[A', times: moves })).toReversed();
  const setup = setupOf(options);
  const items = homeItems(initialState({ setup, countdown: undefined, network: undefined }));
  return {
    consoles: frames.map((frame, index) => ({
      frame,
      moves: downs.map((down, row) => ({ down: down[index] ?? '', up: ups[row]?.[index] ?? '' })),
    })),
    rows: items.slice(0, moves + 1).map(itemKey),
  };
}

/** What each press writes on each of the consoles, which show the same. */
async function press(
  consoles: readonly OpenedConsole[],
  { key, times }: { readonly key: string; readonly times: number },
): Promise<readonly (readonly string[])[]> {
  const written: (readonly string[])[] = [];
  while (written.length < times) {
    consoles[0]?.console.stdin.write(key);
    do await afterKeys();
    while (!consoles.every(({ hasMore }) => hasMore()));
    written.push(consoles.map(({ take }) => take()));
  }
  return written;
}
