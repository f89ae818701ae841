import { describe, expect, it } from 'vitest';
import { viewOf } from '../../../src/remote/view-of.ts';
import { parseWish, verbsOf } from '../../../src/remote/wish.ts';
import { atEntries, keysOf, play, stateOf } from '../../helpers/tui-state.ts';

const plain = (text: string) => text;
const home = viewOf(stateOf(), plain);
const rowOf = (name: string) => {
  const { row, key } = home.rows.find((one) => one.name === name) ?? { row: -1, key: '' };
  return { row, key };
};

describe('a wish', () => {
  it('becomes the verbs of the row that was seen', () => {
    const wish = { screen: home.screen, verbs: [{ verb: 'choose' as const, at: rowOf('Tails') }] };
    const parsed = parseWish(JSON.stringify(wish));
    expect(parsed && verbsOf(parsed, home)).toEqual([{ verb: 'choose', row: rowOf('Tails').row }]);
  });

  it('is void if the menu shows another screen by now, or another row in its place', () => {
    const at = rowOf('Tails');
    const verbs = [{ verb: 'choose' as const, at }];
    const searched = play(stateOf(), keysOf({ type: 'deb' })).state;
    const opened = play(stateOf(), keysOf('f3')).state;
    expect(verbsOf({ screen: home.screen, verbs }, viewOf(searched, plain))).toBeUndefined();
    expect(verbsOf({ screen: home.screen, verbs }, viewOf(opened, plain))).toBeUndefined();
  });

  it.each(['shell', 'redraw', 'remote', 'help', 'plain', 'constructor', '__proto__'])(
    'cannot ask for %s, which no button of the page does',
    async (command) => {
      for (const state of [stateOf(), await atEntries()]) {
        const view = viewOf(state, plain);
        const verbs = [{ verb: 'run' as const, command }];
        expect(verbsOf({ screen: view.screen, verbs }, view)).toBeUndefined();
      }
    },
  );

  it('cannot open the rescue shell, which a person may have left open on the machine', () => {
    expect(home.rows.map(({ name }) => name)).not.toContain('Rescue shell');
    const view = viewOf(play(stateOf(), keysOf('f8')).state, plain);
    expect(view.kind).toBe('shell');
    expect(verbsOf({ screen: view.screen, verbs: [{ verb: 'choose' }] }, view)).toBeUndefined();
  });

  it('cannot choose the marked row without saying which it saw', () => {
    expect(verbsOf({ screen: home.screen, verbs: [{ verb: 'choose' }] }, home)).toBeUndefined();
  });

  it('is carried out as a whole or not at all', () => {
    const verbs = [
      { verb: 'set-field' as const, name: 'search', text: 'a' },
      { verb: 'set-field' as const, name: 'passphrase', text: 'b' },
    ];
    expect(verbsOf({ screen: home.screen, verbs }, home)).toBeUndefined();
  });

  it.each([
    '',
    'null',
    '[]',
    '{"screen":"x"}',
    '{"screen":"x","verbs":[]}',
    '{"screen":"x","verbs":[{"verb":"explode"}]}',
    '{"screen":"x","verbs":[{"verb":"choose","at":{"row":-1,"key":""}}]}',
    '{"screen":"x","verbs":[{"verb":"choose","at":{"row":1e400,"key":""}}]}',
    '{"screen":"x","verbs":[{"verb":"back","more":1}]}',
    '{"screen":1,"verbs":[{"verb":"back"}]}',
    `{"screen":"x","verbs":[${'{"verb":"back"},'.repeat(20)}{"verb":"back"}]}`,
    `{"screen":"x","verbs":[{"verb":"set-field","name":"search","text":"${'a'.repeat(4097)}"}]}`,
    ...['\\u001b[2J', 'a\\nb', '\\u0000', '\\ud800', '\\u009b'].map(
      (text) => `{"screen":"x","verbs":[{"verb":"set-field","name":"search","text":"${text}"}]}`,
    ),
    `${'['.repeat(50_000)}`,
  ])('is not %.60s', (text) => expect(parseWish(text)).toBeUndefined());
});
