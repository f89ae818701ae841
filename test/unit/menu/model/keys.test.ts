import { describe, expect, it } from 'vitest';
import { loadLanguage } from '../../../../src/core/languages/languages.ts';
import { helpLines } from '../../../../src/menu/bindings/help-lines.ts';
import { topOf } from '../../../../src/menu/model/outcome.ts';
import { keysOf, play, stateOf } from '../../../helpers/tui-state.ts';

describe('keys', () => {
  it('in one burst each meet the screen that the one before opened', () => {
    const { state, effects } = play(
      stateOf(),
      keysOf({ type: 'deb' }, 'enter', 'down', 'enter', 'escape', 'escape', 'escape'),
    );
    expect(effects.map(({ op }) => op)).toEqual(['inspect', 'stop-inspecting']);
    expect(effects[0]).toMatchObject({ query: 'debian/gnome' });
    expect(state.screens).toEqual([{ kind: 'home', query: '', cursor: 0 }]);
  });

  it('of the help come from the table that handles them, and a question mark in a text is text', () => {
    const help = play(stateOf(), keysOf('down', { type: '?' })).state;
    expect(topOf(help)).toMatchObject({ kind: 'help', about: 'home' });
    const url = play(stateOf(), keysOf('f2', { type: 'a?b' })).state;
    expect(topOf(url)).toMatchObject({ kind: 'url', field: { text: 'https://a?b' } });
  });

  it('of a screen that depend on what it shows are in its help too', async () => {
    const failed = play(stateOf({ recent: ['debian/standard'] }), [
      ...keysOf('enter'),
      { type: 'inspection-failed', task: 1, failure: { code: 'bug', stage: 'peek', message: 'x' } },
    ]).state;
    const help = play(failed, keysOf({ type: '?' })).state;
    expect(helpLines(help, 'failure').map(({ shown }) => shown)).toContain('r');
    const form = play(stateOf(), keysOf('f3', { type: 'a' }, 'f1')).state;
    expect(helpLines(form, 'address').map(({ shown }) => shown)).toContain('Tab, Up, Down');
  });

  it('Escape keeps what was typed for the next time', () => {
    const { state } = play(stateOf(), keysOf('f2', { type: 'a.example' }, 'escape', 'f2'));
    expect(topOf(state)).toMatchObject({ field: { text: 'https://a.example' } });
  });

  it('of another screen open it once, however often it is asked for', () => {
    const { state } = play(stateOf(), keysOf('f3', 'f4', 'f3', 'f4', 'f3'));
    expect(state.screens.map(({ kind }) => kind)).toEqual(['home', 'log', 'network']);
  });
});

describe('the help in German', () => {
  it('calls the keys as they are printed on German keyboards', async () => {
    const german = await loadLanguage('de');
    if (german === undefined) throw new Error('no German');
    const { state } = play(stateOf(), [{ type: 'language', ...german }, ...keysOf('f4')]);
    const shown = helpLines(state, 'log').map((line) => line.shown);
    expect(shown).toContain('Auf, Ab, BildAuf, BildAb, Pos1, Ende');
    expect(shown).toContain('Esc, Strg-C');
  });
});
