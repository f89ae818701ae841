import { renderToString } from 'ink';
import { describe, expect, it } from 'vitest';
import { languageCodes, languageOf } from '../../src/core/languages/languages.ts';
import type { Screen } from '../../src/menu/model/screen.ts';
import type { TuiState } from '../../src/menu/model/state.ts';
import { pageOf } from '../../src/menu/text/page-of.ts';
import { statusText } from '../../src/menu/text/status-text.ts';
import { sizeOf } from '../../src/tui/console/console.ts';
import { shownState } from '../../src/tui/console/shown-state.ts';
import { loadScreen, ScreenView } from '../../src/tui/screens/screen-view.tsx';
import { screenKinds } from '../helpers/screens.ts';
import { atEntries, keysOf, play } from '../helpers/tui-state.ts';

const home: Screen = { kind: 'home', query: '', cursor: 0 };
const screens: readonly Screen[] = [home, ...screenKinds.map(([, screen]) => screen)];

/** An image that boots, with everything that the screens about it can show. */
async function busyState(): Promise<TuiState> {
  const { state } = play(await atEntries(), keysOf('enter'));
  const task = state.boot?.task ?? 0;
  const progress = { bytes: 1.4e9, total: 3.2e9, bytesPerSecond: 12.3e6, secondsLeft: 3900 };
  const time = 0;
  return play(state, [
    { type: 'boot-event', task, time, event: { type: 'stage', stage: 'acquire', state: 'begin' } },
    {
      type: 'boot-event',
      task,
      time,
      event: { type: 'progress', stage: 'acquire', ...progress },
    },
  ]).state;
}

function at(state: TuiState, screen: Screen): TuiState {
  return { ...state, screens: screen.kind === 'home' ? [screen] : [home, screen] };
}

function drawn(state: TuiState, rows: number, charset: 'ascii' | 'cp437'): readonly string[] {
  const size = sizeOf({ columns: 80, rows } as unknown as Parameters<typeof sizeOf>[0]);
  const view = { state: shownState(state, charset), size, charset };
  return renderToString(<ScreenView view={view} />, { columns: 80 })
    .split('\n')
    .map((line) => line.trimEnd());
}

describe.each(languageCodes)('the screens in %s', (code) => {
  it.each(['ascii', 'cp437'] as const)('fit a screen of 80 x 24 (%s)', async (charset) => {
    const texts = await languageOf(code).load();
    const busy = { ...(await busyState()), language: code, texts };
    for (const screen of screens) {
      await loadScreen(screen.kind);
      const state = at(busy, screen);
      const small = drawn(state, 24, charset);
      const [, ...large] = drawn(state, 200, charset);
      expect(small.join('\n'), screen.kind).not.toContain('…');
      expect(small.at(-1), screen.kind).toMatch(screen.kind === 'home' ? /\?|Esc/ : /Esc/);
      if (screen.kind === 'home' || screen.kind === 'help') continue;
      // What a larger screen shows is there, too.
      for (const line of large.filter((row) => row !== '')) {
        expect(small, `${screen.kind}: ${line}`).toContain(line);
      }
    }
  });

  it('show a notice whole, however long it is', async () => {
    const texts = await languageOf(code).load();
    const notice =
      'A file must be given by its full path. Start it with /, such as /mnt/live.iso, or with https:// if it is an address.';
    const state = play({ ...(await busyState()), language: code, texts }, [
      { type: 'notice', text: notice },
    ]).state;
    await loadScreen('home');
    const rows = drawn(at(state, home), 24, 'ascii');
    expect(rows).toHaveLength(24);
    expect(rows.join(' ').replaceAll(/\s+/g, ' ')).toContain(
      shownState(state, 'ascii').notice ?? 'none',
    );
    expect(rows.at(-1)).toMatch(/\?|Esc/);
  });

  it('have every value in them, in line mode as well', async () => {
    const texts = await languageOf(code).load();
    const busy = { ...(await busyState()), language: code, texts };
    expect(statusText(at(busy, home))).toMatch(/43 %, 1[.,]4 GB .*3[.,]2 GB, 12[.,]3 MB\/s/);
    for (const screen of screens) {
      const { title, sentences } = pageOf(at(busy, screen));
      for (const text of [title, ...sentences]) {
        expect(text, screen.kind).not.toMatch(/undefined|\[object|NaN|#(?=\s)/);
      }
    }
  });
});
