import { describe, expect, it } from 'vitest';
import { ageProblems } from '../../../../src/core/plan/age-problems.ts';
import { homeItems, itemAt, itemKey, titleOf } from '../../../../src/menu/model/home-items.ts';
import { topOf } from '../../../../src/menu/model/outcome.ts';
import { createFakeSession } from '../../../helpers/fake-session.ts';
import { homeNames, inspectedAction, keysOf, play, stateOf } from '../../../helpers/tui-state.ts';

describe('home', () => {
  it('finds by every word that is typed, names that begin so first', () => {
    expect(homeNames(play(stateOf(), keysOf({ type: 'lin' })).state).slice(0, 3)).toEqual([
      'mint',
      'alpine',
      'arch',
    ]);
    expect(homeNames(play(stateOf(), keysOf({ type: 'gnome fed' })).state)).toEqual(['fedora']);
    expect(homeNames(play(stateOf(), keysOf({ type: 'ti' })).state)[0]).toBe('tinycore');
  });

  it('puts what was booted before and what is on the machine first', () => {
    const cached = [{ path: '/media/grml.iso', title: 'grml.iso', bytes: 1 }];
    const state = stateOf({ recent: ['debian/gnome'], cached });
    expect(homeNames(state).slice(0, 3)).toEqual(['recent', 'cached', 'alpine']);
  });

  it('offers an address that is typed into the search field', () => {
    const typed = play(stateOf(), keysOf({ type: 'http://a.example/x.iso?y' }, 'enter'));
    expect(typed.effects).toEqual([{ op: 'inspect', task: 1, query: 'http://a.example/x.iso?y' }]);
  });

  it.each(['http:/me:pa ss@x.example/a.iso', 'https:\\\\me:ss@x.example/a.iso'])(
    'calls %s by its address alone, without the password',
    (query) => {
      expect(titleOf(stateOf({}), query)).toMatch(/^https?:\/\/x\.example\/a\.iso$/);
    },
  );

  it('offers only the tools that there are', () => {
    const can = { ...stateOf().setup.can, shell: false, quit: false, powerOff: true };
    const tools = homeNames(stateOf({ can }));
    expect(tools).not.toContain('shell');
    expect(tools).not.toContain('quit');
    expect(tools).toContain('power-off');
  });
});

describe('what was booted', () => {
  it('is first at home the next time, once, and without images of this machine', async () => {
    const recent = ['fedora/standard', 'debian/standard'];
    const state = play(stateOf({ recent }), [
      ...keysOf('down', 'enter'),
      await inspectedAction('debian/standard', 1),
      ...keysOf('enter'),
    ]).state;
    expect(state.setup.recent).toEqual(['debian/standard', 'fedora/standard']);
  });
});

describe('a stick that comes up', () => {
  const cached = [{ path: '/stick/a.iso', title: 'A', bytes: 1 }];

  it('shows its images first, and leaves the mark on what it was on', () => {
    const marked = play(stateOf(), keysOf('down', 'down')).state;
    const before = homeItems(marked)[2];
    const { state } = play(marked, [{ type: 'setup', changes: { cached } }]);
    expect(homeNames(state)[0]).toBe('cached');
    expect(state.screens[0]).toMatchObject({ cursor: 3 });
    expect(homeItems(state)[3]).toEqual(before);
  });

  it('that is pulled out leaves the mark where it was, within the list', () => {
    const there = play(stateOf(), [
      { type: 'setup', changes: { cached } },
      ...keysOf('home'),
    ]).state;
    const gone = play(there, [{ type: 'setup', changes: { cached: [] } }, ...keysOf('enter')]);
    expect(topOf(gone.state)).toMatchObject({ kind: 'detail', distroId: 'alpine' });
  });
});

it('shows what becomes known while the menu is open', () => {
  const cached = [{ path: '/stick/Images/a.iso', title: 'A', bytes: 1 }];
  const { state } = play(stateOf(), [{ type: 'setup', changes: { cached, distros: [] } }]);
  expect(homeNames(state)[0]).toBe('cached');
  expect(homeNames(state)).not.toContain('debian');
});

describe('the keyboard layout', () => {
  it('is offered where it can be loaded, and loaded by Enter', () => {
    expect(homeNames(stateOf())).not.toContain('keymap');
    const keymaps = [
      { name: 'us', title: 'English (US)' },
      { name: 'de-latin1', title: 'German' },
    ];
    const { state, effects } = play(
      stateOf({ keymaps }),
      keysOf({ type: 'keyboard' }, 'enter', 'down', 'enter'),
    );
    expect(effects).toEqual([{ op: 'load-keymap', name: 'de-latin1' }]);
    expect(topOf(state).kind).toBe('home');
    expect(state.notice).toBe('Keyboard layout: German');
  });
});

describe('the countdown', () => {
  const countdown = { secondsLeft: 2, query: 'debian/standard', entry: undefined };

  it('boots the choice when it is over', async () => {
    const over = play(stateOf({}, countdown), [{ type: 'second' }, { type: 'second' }]);
    expect(over.effects).toMatchObject([{ op: 'inspect', query: 'debian/standard' }]);
    const known = play(over.state, [await inspectedAction('debian/standard', 1)]);
    expect(known.effects).toMatchObject([{ op: 'boot', choice: { entry: 'live' } }]);
  });

  it.each(['distro fedora', 'distro gone'])(
    'ends where somebody has moved the mark before the menu was there, to %s',
    (item) => {
      const { state } = play(stateOf({}, countdown), [{ type: 'marked', item }]);
      expect(state.countdown).toBeUndefined();
      const [home] = state.screens;
      const marked = home.kind === 'home' ? itemAt(homeItems(state), home.cursor) : undefined;
      const first = homeItems(state)[0];
      expect(marked && itemKey(marked)).toBe(
        item === 'distro gone' ? first && itemKey(first) : item,
      );
    },
  );

  it('ends where somebody has searched before the menu was there, for that alone', () => {
    const actions = ['deb', 'fed'].map((search) => ({ type: 'marked', search }) as const);
    const { state } = play(stateOf({}, countdown), actions);
    expect(state.countdown).toBeUndefined();
    expect(state.screens).toEqual([{ kind: 'home', query: 'fed', cursor: 0 }]);
  });

  it('leaves a release that a server may have rolled back to a person', async () => {
    const over = play(stateOf({}, countdown), [{ type: 'second' }, { type: 'second' }]);
    const session = createFakeSession();
    const rolledBack: typeof session = {
      ...session,
      plan: (peek, choice) => ({
        ...session.plan(peek, choice),
        problems: ageProblems({ outdated: 'It is older than 13.' }),
      }),
    };
    const inspected = await inspectedAction('debian/standard', 1, rolledBack);
    const known = play(over.state, [inspected]);
    expect(known.effects).toEqual([]);
    expect(known.state.notice).toContain('older than it should be');
  });

  it('stops at any key; Enter then does nothing else, and a letter is searched for', () => {
    const enter = play(stateOf({}, countdown), keysOf('enter'));
    expect(enter.state.countdown).toBeUndefined();
    expect(enter.effects).toEqual([]);
    const letter = play(stateOf({}, countdown), keysOf({ type: 'd' }));
    expect(letter.state.countdown).toBeUndefined();
    expect(letter.state.screens[0]).toMatchObject({ query: 'd' });
  });
});
