import { describe, expect, it } from 'vitest';
import type { BootEvent } from '../../../../src/core/plan/boot-event.ts';
import type { Action } from '../../../../src/menu/model/action.ts';
import { topOf } from '../../../../src/menu/model/outcome.ts';
import type { TuiState } from '../../../../src/menu/model/state.ts';
import { pageOf } from '../../../../src/menu/text/page-of.ts';
import { statusText } from '../../../../src/menu/text/status-text.ts';
import { viewOf } from '../../../../src/remote/view-of.ts';
import { atEntries, keysOf, play } from '../../../helpers/tui-state.ts';

const serving = {
  type: 'serving',
  serving: {
    addresses: ['http://10.0.0.5:8080/', 'http://[fd00::5]:8080/'],
    bytesOut: 2_500_000_000,
    taking: [{ address: '10.0.0.7', bytes: 412_000_000 }],
  },
  inMemory: 'image-1',
} as const satisfies BootEvent;

const cancelled: BootEvent = {
  type: 'failed',
  failure: { code: 'cancelled', stage: 'verify', message: 'Cancelled.' },
};

const happen = (state: TuiState, ...events: readonly BootEvent[]): TuiState =>
  play(
    state,
    events.map((event): Action => ({ type: 'boot-event', task: state.task, event, time: 0 })),
  ).state;

async function atServing(): Promise<TuiState> {
  return happen(play(await atEntries(), keysOf({ type: 's' })).state, serving);
}

const said = (state: TuiState) => pageOf(state).sentences.join('\n');

describe('an image that is given to others', () => {
  it('is fetched and served by s, and counts as no boot', async () => {
    const before = await atEntries();
    const { state, effects } = play(before, keysOf({ type: 's' }));
    expect(effects.at(-1)).toMatchObject({ op: 'boot', choice: { serve: true } });
    expect(topOf(state).kind).toBe('progress');
    expect(state.setup.recent).toEqual(before.setup.recent);
    expect(pageOf(state).title).toBe('Serving Debian Live 13.2');
  });

  it('is shown with its addresses, who takes it, and what has gone out', async () => {
    const text = said(await atServing());
    expect(text).toContain('Served at http://10.0.0.5:8080/, http://[fd00::5]:8080/');
    expect(text).toContain('10.0.0.7 is downloading: 412 MB so far.');
    expect(text).toContain('2.5 GB sent.');
  });

  it('is shown the same on the page of another screen, with a button that stops it', async () => {
    const view = viewOf(await atServing(), (text) => text);
    expect(view.title).toBe('Serving Debian Live 13.2');
    expect(view.sentences).toContain('10.0.0.7 is downloading: 412 MB so far.');
    expect(view.steps.map(({ text }) => text)).toHaveLength(3);
    expect(view.commands).toContainEqual({ command: 'stop', label: 'Stop' });
  });

  it('names six machines, and of more their number', async () => {
    const taking = Array.from({ length: 9 }, (_, at) => ({ address: `10.0.0.${at}`, bytes: 1 }));
    const report = { ...serving, serving: { ...serving.serving, taking } };
    const text = said(happen(await atServing(), report));
    expect(text.match(/is downloading/g)).toHaveLength(6);
    expect(text).toContain('And 3 more.');
  });

  it('goes on behind other screens, which say so', async () => {
    const { state } = play(await atServing(), keysOf('escape'));
    expect(statusText(state)).toBe('Serving Debian Live 13.2: 2.5 GB sent.');
  });

  it('is stopped by x and Enter, and can then be booted from memory', async () => {
    const asked = play(await atServing(), keysOf({ type: 'x' })).state;
    expect(pageOf(asked).title).toBe('Stop serving?');
    const { state, effects } = play(asked, keysOf('enter'));
    expect(effects.at(-1)).toEqual({ op: 'stop-boot' });
    const over = happen(state, cancelled);
    expect(over.boot).toBeUndefined();
    expect(over.notice).toBe('The image is not served any more.');
    expect(play(over, keysOf('enter')).effects.at(-1)).toMatchObject({
      op: 'boot',
      peek: { inMemory: 'image-1' },
      choice: { entry: 'live' },
    });
  });

  it('is one that somebody vouches for: others cannot be served', async () => {
    const state = await atEntries('tinycore');
    expect(play(state, keysOf({ type: 's' })).effects).toEqual([]);
    expect(viewOf(state, (text) => text).commands.map(({ command }) => command)).not.toContain(
      'serve',
    );
  });

  it('must be given up before another is booted', async () => {
    const again = play(await atServing(), keysOf('escape', 'enter')).state;
    expect(again.notice).toBe(
      'This image is being served. Stop that before you start something else.',
    );
  });
});
