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
  /** What each search shows after the frame, in the order of `searches`. */
  readonly searches: readonly string[];
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

/** The menu's first frame, what moves its mark by up to so many rows, and what each of those letters finds. */
export async function drawMenu(
  consoles: readonly DrawnConsole[],
  arch: Architecture,
  {
    language,
    moves = 0,
    searches = [],
  }: {
    readonly language?: FrameLanguage;
    readonly moves?: number;
    readonly searches?: readonly string[];
  } = {},
): Promise<DrawnMenus> {
  const { consoles: opened, options } = await beginMenu(consoles, arch, language);
  const frames = opened.map(({ take }) => take());
  const downs = await press(opened, repeated('\x1b[B', moves));
  const ups = (await press(opened, repeated('\x1b[A', moves))).toReversed();
  // Each letter is taken back again.
  const found = await press(
    opened,
    searches.flatMap((letter) => [letter, '\x7f']),
  );
  const setup = setupOf(options);
  const items = homeItems(initialState({ setup, countdown: undefined, network: undefined }));
  return {
    consoles: frames.map((frame, index) => ({
      frame,
      moves: downs.map((down, row) => ({ down: down[index] ?? '', up: ups[row]?.[index] ?? '' })),
      searches: searches.map((_, at) => found[2 * at]?.[index] ?? ''),
    })),
    rows: items.slice(0, moves + 1).map(itemKey),
  };
}

/** What each press writes on each of the consoles, which show the same. */
async function press(
  consoles: readonly OpenedConsole[],
  keys: readonly string[],
): Promise<readonly (readonly string[])[]> {
  const written: (readonly string[])[] = [];
  for (const key of keys) {
    consoles[0]?.console.stdin.write(key);
    do await afterKeys();
    while (!consoles.every(({ hasMore }) => hasMore()));
    written.push(consoles.map(({ take }) => take()));
  }
  return written;
}

function repeated(key: string, times: number): readonly string[] {
  return Array.from({ length: times }, () => key);
}
