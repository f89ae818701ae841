import { describe, expect, it } from 'vitest';
import { loadLanguage } from '../../../../src/core/languages/languages.ts';
import { topOf } from '../../../../src/menu/model/outcome.ts';
import type { TuiState } from '../../../../src/menu/model/state.ts';
import { extrasLines } from '../../../../src/menu/text/extras-text.ts';
import { riskLines } from '../../../../src/menu/text/risk-text.ts';
import { atEntries, inspectedAction, keysOf, play, stateOf } from '../../../helpers/tui-state.ts';

describe('boot entries', () => {
  it('take the place of the waiting screen, with the default marked', async () => {
    const state = await atEntries();
    expect(state.screens.map(({ kind }) => kind)).toEqual(['home', 'entries']);
    expect(topOf(state)).toMatchObject({ cursor: 0 });
  });

  it('of an inspection that was given up are ignored', async () => {
    const left = play(stateOf({ recent: ['debian/gnome'] }), keysOf('enter', 'escape')).state;
    const late = play(left, [await inspectedAction('debian/gnome', 1)]).state;
    expect(late).toEqual(left);
  });

  it('boot with the command line that was edited and accepted, not with one that was left', async () => {
    const edited = play(await atEntries(), [
      ...keysOf({ type: 'e' }, { type: ' nomodeset' }, 'enter', 'enter'),
    ]);
    expect(edited.effects.at(-1)).toMatchObject({
      op: 'boot',
      choice: {
        entry: 'live',
        edit: [{ kind: 'added', at: 5, word: 'nomodeset', behind: 'username=user' }],
      },
    });
    const left = play(await atEntries(), keysOf({ type: 'ex' }, 'escape', 'enter'));
    expect(left.effects.at(-1)).toMatchObject({ op: 'boot', choice: { entry: 'live' } });
    expect(left.effects.at(-1)).not.toHaveProperty('choice.edit');
  });

  it.each(['constructor', '__proto__', 'hasOwnProperty', 'toString'])(
    'with the id %s are shown, edited and booted as any other',
    async (id) => {
      const state = await atEntries();
      const { image } = state;
      if (!image) throw new Error('no image');
      const named = <T extends { readonly id: string }>(entry: T): T => ({ ...entry, id });
      const entries = image.peek.facts.entries.slice(0, 1).map(named);
      const rows = image.rows.slice(0, 1).map((row) => ({ ...row, entry: named(row.entry) }));
      const peek = { ...image.peek, facts: { ...image.peek.facts, entries } };
      const hostile = { ...state, image: { ...image, peek, rows } };
      const plain = play(hostile, keysOf('enter'));
      expect(plain.effects.at(-1)).toMatchObject({ op: 'boot', choice: { entry: id } });
      expect(plain.effects.at(-1)).not.toHaveProperty('choice.edit');
      const edited = play(hostile, keysOf({ type: 'e' }, { type: ' quiet2' }, 'enter', 'enter'));
      expect(edited.effects.at(-1)).toMatchObject({ choice: { edit: [{ word: 'quiet2' }] } });
    },
  );

  it('boot with the image’s own command line when an edit changed nothing', async () => {
    const unchanged = play(await atEntries(), keysOf({ type: 'e' }, 'enter', 'enter'));
    expect(unchanged.effects.at(-1)).not.toHaveProperty('choice.edit');
    const undone = play(
      await atEntries(),
      keysOf({ type: 'ex' }, 'enter', { type: 'e' }, 'backspace', 'enter', 'enter'),
    );
    expect(undone.effects.at(-1)).not.toHaveProperty('choice.edit');
  });

  it('take no word of a text that was left at another command line of the same name', async () => {
    const left = play(await atEntries(), keysOf({ type: 'e hooks=evil' }, 'escape')).state;
    const line = 'boot=live components';
    const image = left.image;
    if (!image) throw new Error('no image');
    const entries = image.peek.facts.entries.map((entry) => ({ ...entry, cmdline: line }));
    const peek = { ...image.peek, facts: { ...image.peek.facts, entries } };
    const rows = image.rows.map(({ plan, entry }) => ({
      plan,
      entry: { ...entry, cmdline: line },
    }));
    const later = { ...left, image: { ...image, peek, rows } };
    const edited = play(later, keysOf({ type: 'e' }));
    expect(topOf(edited.state)).toMatchObject({ kind: 'cmdline', field: { text: line } });
    const booted = play(edited.state, keysOf('enter', 'enter'));
    expect(booted.effects.at(-1)).not.toHaveProperty('choice.edit');
  });

  it('that are blocked say why instead of booting', async () => {
    const { state, effects } = play(await atEntries(), keysOf('end', 'enter'));
    expect(effects).toEqual([]);
    expect(topOf(state)).toMatchObject({ kind: 'failure', failure: { code: 'kernel-unreadable' } });
  });
});

describe('an image that nobody vouches for', () => {
  it('is not booted by Enter, nor by anything but the word', async () => {
    const asked = play(await atEntries('tinycore/standard'), keysOf('enter', 'enter', 'enter'));
    expect(asked.effects).toEqual([]);
    expect(topOf(asked.state).kind).toBe('unverified');
    const wrong = play(asked.state, keysOf({ type: 'y' }, 'enter'));
    expect(wrong.effects).toEqual([]);
    const right = play(asked.state, keysOf({ type: 'yes' }, 'enter'));
    expect(right.effects).toMatchObject([
      { op: 'boot', choice: { entry: 'live', acceptUnverified: 'tinycore/standard' } },
    ]);
  });

  it('is not booted by a countdown', async () => {
    const countdown = { secondsLeft: 1, query: 'tinycore/standard', entry: undefined };
    const over = play(stateOf({}, countdown), [{ type: 'second' }]);
    const known = play(over.state, [await inspectedAction('tinycore/standard', 1)]);
    expect(known.effects).toEqual([]);
    expect(topOf(known.state).kind).toBe('entries');
  });
});

describe('keeping an image', () => {
  const withStick = (state: TuiState) =>
    play(state, [{ type: 'setup', changes: { keepsOn: '/dev/sdb1' } }]).state;

  it('is offered once there is a stick, and is part of the choice', async () => {
    const state = withStick(await atEntries());
    const pressed = play(state, keysOf({ type: 'k' }));
    expect(extrasLines(pressed.state).join()).toContain('saved to /dev/sdb1');
    const booted = play(pressed.state, keysOf('enter'));
    expect(booted.effects).toMatchObject([{ op: 'boot', choice: { keep: true } }]);
    const again = play(pressed.state, keysOf({ type: 'k' }));
    expect(extrasLines(again.state)).toEqual([]);
    expect(play(again.state, keysOf('enter')).effects).not.toMatchObject([
      { choice: { keep: true } },
    ]);
  });

  it('is not offered without a stick, nor for what nobody vouches for', async () => {
    for (const state of [
      await atEntries(),
      withStick(await atEntries('https://x.example/a.iso')),
    ]) {
      const pressed = play(state, keysOf({ type: 'k' })).state;
      expect(pressed.image?.keep).toBeUndefined();
    }
  });
});

describe('files for the live system', () => {
  const withFiles = (state: TuiState): TuiState => ({
    ...state,
    setup: { ...state.setup, injects: ['ssh-key', 'kickstart'] },
  });
  const inject = (to: 'verified' | 'always') => [
    { choice: { inject: { kinds: ['ssh-key'], to } } },
  ];

  it('are given once i was pressed, as far as it takes them, and not after another i', async () => {
    const entries = withFiles(await atEntries());
    expect(play(entries, keysOf('enter')).effects[0]).not.toHaveProperty('choice.inject');
    expect(extrasLines(entries).join()).toContain('Press i to give the live system an SSH key.');
    const chosen = play(entries, keysOf({ type: 'i' })).state;
    expect(play(chosen, keysOf('enter')).effects).toMatchObject(inject('verified'));
    const again = play(chosen, keysOf({ type: 'i' })).state;
    expect(play(again, keysOf('enter')).effects[0]).not.toHaveProperty('choice.inject');
  });

  it('are given to an image that nobody vouches for by a word of its own only', async () => {
    const entries = withFiles(await atEntries('https://x.example/a.iso'));
    const asked = play(entries, keysOf({ type: 'i' }, 'enter')).state;
    const top = topOf(asked);
    if (top.kind !== 'unverified') throw new Error('it did not ask');
    expect(riskLines(asked, top).join()).toContain('"yes inject"');
    const accepted = (word: string) => play(asked, keysOf({ type: word }, 'enter')).effects;
    expect(accepted('yes')).toMatchObject(inject('verified'));
    expect(accepted('yes inject')).toMatchObject(inject('always'));
    expect(accepted('yes network inject')).toEqual([]);
    const unasked = play(entries, keysOf('enter', { type: 'yes inject' }, 'enter'));
    expect(unasked.effects).toEqual([]);
  });

  it('are not offered if there are none, or none that it takes', async () => {
    const entries = await atEntries();
    for (const injects of [[], ['kickstart']] as const) {
      const state = { ...entries, setup: { ...entries.setup, injects } };
      expect(play(state, keysOf({ type: 'i' })).state.image?.inject).toBeUndefined();
    }
  });
});

describe('the network for the live system', () => {
  const worthy = (state: TuiState): TuiState => ({
    ...state,
    ...(state.network === undefined
      ? {}
      : { network: { ...state.network, handsOn: 'Wi-Fi Home' } }),
  });

  it('is not given unasked', async () => {
    const { effects } = play(worthy(await atEntries()), keysOf('enter'));
    expect(effects).toMatchObject([{ op: 'boot', choice: {} }]);
    expect(effects[0]).not.toHaveProperty('choice.handOn');
  });

  it('is given once n was pressed, and not after another n', async () => {
    const chosen = play(worthy(await atEntries()), keysOf({ type: 'n' })).state;
    expect(play(chosen, keysOf('enter')).effects).toMatchObject([
      { choice: { handOn: 'verified' } },
    ]);
    const again = play(chosen, keysOf({ type: 'n' })).state;
    expect(play(again, keysOf('enter')).effects[0]).not.toHaveProperty('choice.handOn');
  });

  it('is given where the configuration says so, unless the person says no', async () => {
    const entries = worthy(await atEntries());
    const settled = { ...entries, setup: { ...entries.setup, handsOn: true } };
    expect(play(settled, keysOf('enter')).effects).toMatchObject([
      { choice: { handOn: 'verified' } },
    ]);
    const { effects } = play(settled, keysOf({ type: 'n' }, 'enter'));
    expect(effects[0]).not.toHaveProperty('choice.handOn');
  });

  it('is given to an image that nobody vouches for by words of their own only', async () => {
    const entries = worthy(await atEntries('https://x.example/a.iso'));
    const chosen = play(entries, keysOf({ type: 'n' })).state;
    expect(extrasLines(chosen).join()).toContain('You are asked before it gets Wi-Fi Home');
    const asked = play(chosen, keysOf('enter')).state;
    const top = topOf(asked);
    if (top.kind !== 'unverified') throw new Error('it did not ask');
    expect(riskLines(asked, top).join()).toContain('Type "yes network"');
    const accepted = (word: string) => play(asked, keysOf({ type: word }, 'enter')).effects;
    expect(accepted('yes')).toMatchObject([{ op: 'boot', choice: { handOn: 'verified' } }]);
    expect(accepted('Yes  network')).toMatchObject([{ op: 'boot', choice: { handOn: 'always' } }]);
    const unasked = play(entries, keysOf('enter', { type: 'yes network' }, 'enter'));
    expect(unasked.effects).toEqual([]);
  });

  it('is not offered where there is nothing that the live system would not find', async () => {
    const { state } = play(await atEntries(), keysOf({ type: 'n' }));
    expect(state.image?.handOn).toBeUndefined();
  });
});

describe('a person who listens', () => {
  it('finds the image’s own entry for that marked', async () => {
    const asked = play(stateOf({ recent: ['debian/standard'] }), keysOf('enter')).state;
    const action = await inspectedAction('debian/standard', 1);
    if (action.type !== 'inspected') throw new Error('not inspected');
    const facts = { ...action.peek.facts, family: 'archiso' } as const;
    const rows = action.rows.map((row, index) =>
      index === 2 ? { ...row, entry: { ...row.entry, cmdline: 'accessibility=on' } } : row,
    );
    const arch = { ...action, peek: { ...action.peek, facts }, rows };
    expect(topOf(play(asked, [arch]).state)).toMatchObject({ cursor: 0 });
    const listening = { ...asked, localize: { speech: true } as const };
    expect(topOf(play(listening, [arch]).state)).toMatchObject({ cursor: 2 });
    expect(topOf(play(listening, [action]).state)).toMatchObject({ cursor: 0 });
  });
});

describe('the language that was chosen in the menu', () => {
  it('is shown as what the live system gets, and is part of the choice', async () => {
    const german = await loadLanguage('de');
    if (german === undefined) throw new Error('no German');
    const entries = await atEntries();
    expect(extrasLines(entries)).toEqual([]);
    const chosen = play(entries, [{ type: 'language', ...german }]).state;
    expect(extrasLines(chosen)).toEqual(['Außerdem erhält das Live-System locales=de_DE.UTF-8']);
    const { effects } = play(chosen, keysOf('enter'));
    expect(effects).toMatchObject([{ op: 'boot', choice: { localize: { language: 'de' } } }]);
    const own = play(chosen, keysOf({ type: 'e' }, { type: ' locales=fr_FR.UTF-8' }, 'enter'));
    expect(extrasLines(own.state)).toEqual([]);
  });
});
