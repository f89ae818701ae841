import { describe, expect, it } from 'vitest';
import { topOf } from '../../../../src/menu/model/outcome.ts';
import type { Verb } from '../../../../src/menu/model/verb.ts';
import { keysOf, play, stateOf } from '../../../helpers/tui-state.ts';

const verb = (one: Verb) => ({ type: 'verb', verb: one }) as const;
const choose = (row?: number) => verb({ verb: 'choose', ...(row === undefined ? {} : { row }) });

describe('verbs', () => {
  it('choose a row wherever the mark is, as Enter on it does', () => {
    const byKeys = play(stateOf(), keysOf({ type: 'deb' }, 'enter', 'down', 'enter'));
    const byVerbs = play(stateOf(), [
      verb({ verb: 'set-field', name: 'search', text: 'deb' }),
      choose(0),
      choose(1),
    ]);
    expect(byVerbs.state).toEqual(byKeys.state);
    expect(byVerbs.effects).toEqual(byKeys.effects);
  });

  it('say that there is no such row, and leave the mark alone', () => {
    const { state, effects } = play(stateOf(), [choose(4000)]);
    expect(state.notice).toBe('There is no choice 4001.');
    expect(state.screens).toEqual(stateOf().screens);
    expect(effects).toEqual([]);
    expect(play(stateOf(), [choose(-1)]).state.notice).toBe('There is no choice 0.');
  });

  it('fill in a form in any order, and submit it from any field', () => {
    const { state, effects } = play(stateOf(), [
      ...keysOf('f3'),
      verb({ verb: 'run', command: 'address', row: 0 }),
      verb({ verb: 'set-field', name: 'gateway', text: '192.168.7.1' }),
      verb({ verb: 'set-field', name: 'address', text: '192.168.7.2/24' }),
      verb({ verb: 'run', command: 'submit' }),
    ]);
    expect(topOf(state).kind).toBe('network');
    expect(effects.at(-1)).toMatchObject({
      op: 'configure',
      settings: { ip: { address: '192.168.7.2', prefixLength: 24, gateway: '192.168.7.1' } },
    });
  });

  it('go back one screen, and run what every screen has', () => {
    const opened = play(stateOf(), [verb({ verb: 'run', command: 'log' })]).state;
    expect(topOf(opened).kind).toBe('log');
    expect(topOf(play(opened, [verb({ verb: 'back' })]).state).kind).toBe('home');
  });

  it('do nothing that the screen does not offer', () => {
    const before = stateOf();
    const { state, effects } = play(before, [
      verb({ verb: 'run', command: 'retry' }),
      verb({ verb: 'run', command: 'hand-on' }),
      verb({ verb: 'set-field', name: 'word', text: 'yes' }),
    ]);
    expect(state.screens).toEqual(before.screens);
    expect(effects).toEqual([]);
  });

  it('cut a text that is longer than a field', () => {
    const { state } = play(stateOf(), [
      ...keysOf('f2'),
      verb({ verb: 'set-field', name: 'address', text: 'x'.repeat(100_000) }),
    ]);
    expect(topOf(state)).toMatchObject({ field: { text: 'x'.repeat(4096), at: 4096 } });
  });
});
