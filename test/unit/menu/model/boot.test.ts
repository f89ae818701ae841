import { describe, expect, it } from 'vitest';
import { english } from '../../../../src/core/languages/en.ts';
import type { BootEvent } from '../../../../src/core/plan/boot-event.ts';
import type { InspectedImage } from '../../../../src/menu/model/inspected-image.ts';
import { topOf } from '../../../../src/menu/model/outcome.ts';
import type { TuiState } from '../../../../src/menu/model/state.ts';
import { extrasLines } from '../../../../src/menu/text/extras-text.ts';
import { failureParts } from '../../../../src/menu/text/failure-text.ts';
import { stageLine } from '../../../../src/menu/text/run-text.ts';
import { statusText } from '../../../../src/menu/text/status-text.ts';
import { atEntries, homeNames, keysOf, play } from '../../../helpers/tui-state.ts';

const failed: BootEvent = {
  type: 'failed',
  failure: { code: 'digest-wrong', stage: 'verify', message: 'It differs.' },
};

const changed = {
  type: 'failed',
  failure: {
    code: 'entry-changed',
    stage: 'extract',
    message: 'It differs.',
    differences: [{ what: 'title', shown: 'Live', found: 'Erase the disk' }],
  },
} as const satisfies BootEvent;

describe('a boot', () => {
  async function booting(): Promise<TuiState> {
    return play(await atEntries(), keysOf('enter')).state;
  }

  it('folds its events', async () => {
    const trust = { kind: 'unverified', reason: 'x' } as const;
    const { state } = play(await booting(), [
      boot({ type: 'stage', stage: 'acquire', state: 'begin' }),
      boot({ type: 'progress', stage: 'acquire', bytes: 1, total: 4, bytesPerSecond: 2 }),
      boot({ type: 'note', stage: 'acquire', text: 'mirror dropped' }),
    ]);
    expect(state.boot).toMatchObject({
      stage: 'acquire',
      transfer: { bytes: 1, total: 4 },
      notes: ['mirror dropped'],
    });
    const after = play(state, [
      boot({ type: 'stage', stage: 'acquire', state: 'end' }),
      boot({ type: 'trust', trust }),
    ]).state;
    expect(after.boot).toMatchObject({ done: ['acquire'], transfer: undefined, trust });
  });

  it('tells each phase of the hand-over while it lasts, on the screen and in the log', async () => {
    const { state } = play(await booting(), [
      boot({ type: 'stage', stage: 'load', state: 'begin' }),
      boot({ type: 'phase', phase: 'validate', state: 'begin' }),
    ]);
    if (!state.boot) throw new Error('no boot');
    expect(stageLine(english, state.boot, 'load')).toBe('Load the kernel: checking it');
    expect(stageLine(english, state.boot, 'exec')).toBe('Start it');
    expect(state.log.at(-1)?.text).toBe('hand-over: validate');
    const after = play(state, [boot({ type: 'phase', phase: 'validate', state: 'end' })]).state;
    expect(after.boot?.phase).toBeUndefined();
  });

  it('goes on when its screen is left, and home leads back to it', async () => {
    const { state, effects } = play(await booting(), keysOf('escape', 'escape'));
    expect(effects).toEqual([]);
    expect(homeNames(state)[0]).toBe('boot');
    expect(topOf(play(state, keysOf('enter')).state).kind).toBe('progress');
  });

  it('waits for other machines until any key is pressed that has no other use', async () => {
    const waiting = { type: 'lingering', machines: 3, secondsLeft: 28 } as const;
    const { state } = play(await booting(), [boot(waiting)]);
    expect(statusText(state)).toBe(
      'Passing it on to 3 machines, 28 s at most. Press any key to start now.',
    );
    expect(play(state, keysOf({ type: 'l' })).effects).toEqual([]);
    for (const key of ['enter', 'escape', 'up', { type: 'z' }] as const) {
      const after = play(state, keysOf(key));
      expect(after.effects).toEqual([{ op: 'hurry-boot' }]);
      expect(topOf(after.state).kind).toBe('progress');
      expect(statusText(after.state)).toBe('');
    }
    const begun = play(state, [boot({ type: 'stage', stage: 'exec', state: 'begin' })]).state;
    expect(statusText(begun)).toBe('');
    expect(play(begun, keysOf({ type: 'z' })).effects).toEqual([]);
  });

  it('names a machine that was dropped, and why, on the screen and in the log', async () => {
    const dropped = {
      type: 'peer-dropped',
      machine: '10.0.0.7:6881',
      reason: 'its pieces are wrong',
    } as const;
    const { state } = play(await booting(), [boot(dropped)]);
    const text = '10.0.0.7:6881 was dropped: its pieces are wrong.';
    expect(state.boot?.notes).toEqual([text]);
    expect(state.log.at(-1)?.text).toBe(text);
  });

  it('is stopped only after a question', async () => {
    const asked = play(await booting(), keysOf('ctrl-c'));
    expect(asked.effects).toEqual([]);
    expect(play(asked.state, keysOf('escape')).effects).toEqual([]);
    const stopped = play(asked.state, keysOf('enter'));
    expect(stopped.effects).toEqual([{ op: 'stop-boot' }]);
    const ended = play(stopped.state, [boot(failed), { type: 'boot-ended', task: 2 }]).state;
    expect(topOf(ended).kind).toBe('entries');
    expect(ended.boot).toBeUndefined();
  });

  it('that fails shows it, and can be tried again', async () => {
    const state = play(await booting(), [boot(failed)]).state;
    expect(topOf(state)).toMatchObject({ kind: 'failure', failure: { code: 'digest-wrong' } });
    const again = play(state, keysOf({ type: 'r' }));
    expect(again.effects).toMatchObject([{ op: 'boot', task: 3, choice: { entry: 'live' } }]);
    const home = play(state, keysOf('escape', 'escape')).state;
    expect(homeNames(home)[0]).toBe('boot');
    expect(topOf(play(home, keysOf('enter')).state).kind).toBe('failure');
    expect(homeNames(play(home, keysOf({ type: 'd' })).state)[0]).toBe('recent');
  });

  it('that fails is tried again with its own image, whatever was looked at since', async () => {
    const state = play(await booting(), [boot(failed)]).state;
    const first = state.boot?.image;
    const other = { ...first, query: 'https://evil.example/x.iso' } as InspectedImage;
    const { effects } = play({ ...state, image: other }, keysOf({ type: 'r' }));
    expect(effects).toMatchObject([{ op: 'boot', query: 'debian/standard' }]);
  });

  it('of an image that has not what was shown leads to its real menu, and boots only by a choice', async () => {
    const running = await booting();
    const shown = running.boot?.image;
    if (!shown) throw new Error('no image');
    const found = { ...shown.peek, inMemory: 'image-1' };
    const state = play(running, [
      { type: 'menu-found', task: 2, peek: found, rows: shown.rows.slice(0, 2) },
      boot(changed),
    ]).state;
    expect(topOf(state)).toMatchObject({ kind: 'failure', failure: { code: 'entry-changed' } });
    expect(failureParts(english, changed.failure)).toEqual(
      expect.arrayContaining([
        { label: 'Shown title', text: 'Live' },
        { label: 'Its real title', text: 'Erase the disk' },
      ]),
    );
    const again = play(state, keysOf('enter'));
    expect(again.effects).toEqual([]);
    expect(topOf(again.state)).toMatchObject({ kind: 'entries' });
    expect(again.state.image?.rows).toHaveLength(2);
    expect(extrasLines(again.state).join()).toContain('already in memory');
    const chosen = play(again.state, keysOf('down', 'enter'));
    expect(chosen.effects).toMatchObject([
      { op: 'boot', peek: { inMemory: 'image-1' }, choice: { entry: 'failsafe' } },
    ]);
  });

  it('of an older task does not change what is chosen from', async () => {
    const running = await booting();
    const shown = running.boot?.image;
    if (!shown) throw new Error('no image');
    const { state } = play(running, [{ type: 'menu-found', task: 1, peek: shown.peek, rows: [] }]);
    expect(state).toEqual(running);
  });

  it('that fails does not take a text away from under the hands', async () => {
    const typing = play(await booting(), keysOf('f2', { type: 'a' })).state;
    const state = play(typing, [boot(failed)]).state;
    expect(topOf(state).kind).toBe('url');
    expect(state.notice).toBe('The boot failed: It differs.');
  });

  it('is not joined by a second one', async () => {
    const back = play(await booting(), keysOf('escape'));
    const second = play(back.state, keysOf('down', 'enter'));
    expect(second.effects).toEqual([]);
    expect(topOf(second.state).kind).toBe('progress');
  });

  function boot(event: BootEvent) {
    return { type: 'boot-event', task: 2, event, time: 0 } as const;
  }
});
