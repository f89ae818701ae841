import { describe, expect, it } from 'vitest';
import type { BootEvent } from '../../../../src/core/boot-event.ts';
import { helpLines } from '../../../../src/tui/bindings/help-lines.ts';
import { homeItems } from '../../../../src/tui/model/home-items.ts';
import { topOf } from '../../../../src/tui/model/outcome.ts';
import type { TuiState } from '../../../../src/tui/model/state.ts';
import { stageLine } from '../../../../src/tui/text/run-text.ts';
import { inspectedAction, keysOf, play, stateOf } from '../../../helpers/tui-state.ts';

const time = 0;

async function atEntries(query = 'debian/standard'): Promise<TuiState> {
  const asked = play(stateOf({ recent: [query] }), keysOf('enter'));
  return play(asked.state, [await inspectedAction(query, 1)]).state;
}

function names(state: TuiState): readonly string[] {
  return homeItems(state).map((item) => {
    if (item.kind === 'distro') return item.distro.id;
    return item.kind === 'tool' ? item.tool : item.kind;
  });
}

const failed: BootEvent = {
  type: 'failed',
  failure: { code: 'digest-wrong', stage: 'verify', message: 'It differs.' },
};

describe('home', () => {
  it('finds by every word that is typed, names that begin so first', () => {
    expect(names(play(stateOf(), keysOf({ type: 'lin' })).state).slice(0, 3)).toEqual([
      'mint',
      'alpine',
      'arch',
    ]);
    expect(names(play(stateOf(), keysOf({ type: 'gnome fed' })).state)).toEqual(['fedora']);
    expect(names(play(stateOf(), keysOf({ type: 'ti' })).state)[0]).toBe('tinycore');
  });

  it('puts what was booted before and what is on the machine first', () => {
    const cached = [{ path: '/media/grml.iso', title: 'grml.iso', bytes: 1 }];
    const state = stateOf({ recent: ['debian/gnome'], cached });
    expect(names(state).slice(0, 3)).toEqual(['recent', 'cached', 'alpine']);
  });

  it('offers an address that is typed into the search field', () => {
    const typed = play(stateOf(), keysOf({ type: 'http://a.example/x.iso?y' }, 'enter'));
    expect(typed.effects).toEqual([{ op: 'inspect', task: 1, query: 'http://a.example/x.iso?y' }]);
  });

  it('offers only the tools that there are', () => {
    const can = { ...stateOf().setup.can, shell: false, quit: false, powerOff: true };
    const tools = names(stateOf({ can }));
    expect(tools).not.toContain('shell');
    expect(tools).not.toContain('quit');
    expect(tools).toContain('power-off');
  });
});

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
        cmdline: 'boot=live components quiet splash username=user nomodeset',
      },
    });
    const left = play(await atEntries(), keysOf({ type: 'ex' }, 'escape', 'enter'));
    expect(left.effects.at(-1)).toMatchObject({ op: 'boot', choice: { entry: 'live' } });
    expect(left.effects.at(-1)).not.toHaveProperty('choice.cmdline');
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

describe('the countdown', () => {
  const countdown = { secondsLeft: 2, query: 'debian/standard', entry: undefined };

  it('boots the choice when it is over', async () => {
    const over = play(stateOf({}, countdown), [{ type: 'second' }, { type: 'second' }]);
    expect(over.effects).toMatchObject([{ op: 'inspect', query: 'debian/standard' }]);
    const known = play(over.state, [await inspectedAction('debian/standard', 1)]);
    expect(known.effects).toMatchObject([{ op: 'boot', choice: { entry: 'live' } }]);
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
    expect(stageLine(state.boot, 'load')).toBe('Load the kernel: checking it');
    expect(stageLine(state.boot, 'exec')).toBe('Start it');
    expect(state.log.at(-1)?.text).toBe('hand-over: validate');
    const after = play(state, [boot({ type: 'phase', phase: 'validate', state: 'end' })]).state;
    expect(after.boot?.phase).toBeUndefined();
  });

  it('goes on when its screen is left, and home leads back to it', async () => {
    const { state, effects } = play(await booting(), keysOf('escape', 'escape'));
    expect(effects).toEqual([]);
    expect(names(state)[0]).toBe('boot');
    expect(topOf(play(state, keysOf('enter')).state).kind).toBe('progress');
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
    expect(names(home)[0]).toBe('boot');
    expect(topOf(play(home, keysOf('enter')).state).kind).toBe('failure');
    expect(names(play(home, keysOf({ type: 'd' })).state)[0]).toBe('recent');
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
    return { type: 'boot-event', task: 2, event, time } as const;
  }
});

describe('Wi-Fi', () => {
  it('joins with what was typed, and says nothing of it anywhere else', () => {
    const wifi = { wlan0: [{ ssid: 'Home', signalPercent: 80, security: 'wpa2-psk' }] } as const;
    const base = stateOf();
    const network = base.network && { ...base.network, wifi };
    const { state, effects } = play(
      { ...base, network },
      keysOf('f3', 'end', 'enter', 'enter', { type: 'secret12' }, 'enter'),
    );
    expect(effects.at(-1)).toEqual({
      op: 'join',
      interfaceName: 'wlan0',
      credentials: { ssid: 'Home', security: 'wpa2-psk', hidden: false, passphrase: 'secret12' },
    });
    expect(JSON.stringify(state.log)).not.toContain('secret12');
  });

  it('refuses a passphrase that cannot be one, before the radio is asked', () => {
    const { state, effects } = play(
      stateOf(),
      keysOf(
        'f3',
        'end',
        'enter',
        { type: 'h' },
        { type: 'Net' },
        'enter',
        { type: 'short' },
        'enter',
      ),
    );
    expect(effects.map(({ op }) => op)).toEqual(['scan']);
    expect(state.notice).toContain('8 to 63');
  });
});

describe('the keyboard layout', () => {
  it('is offered where it can be loaded, and loaded by Enter', () => {
    expect(names(stateOf())).not.toContain('keymap');
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

describe('keeping an image', () => {
  const withStick = (state: TuiState) =>
    play(state, [{ type: 'setup', changes: { keepsOn: '/dev/sdb1' } }]).state;

  it('is offered once there is a stick, and is part of the choice', async () => {
    const state = withStick(await atEntries());
    const pressed = play(state, keysOf({ type: 'k' }));
    expect(pressed.state.notice).toContain('/dev/sdb1');
    const booted = play(pressed.state, keysOf('enter'));
    expect(booted.effects).toMatchObject([{ op: 'boot', choice: { keep: true } }]);
    const again = play(pressed.state, keysOf({ type: 'k' }));
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

it('shows what becomes known while the menu is open', () => {
  const cached = [{ path: '/stick/Images/a.iso', title: 'A', bytes: 1 }];
  const { state } = play(stateOf(), [{ type: 'setup', changes: { cached, distros: [] } }]);
  expect(names(state)[0]).toBe('cached');
  expect(names(state)).not.toContain('debian');
});

describe('the settings of an interface', () => {
  const form = keysOf('f3', { type: 'a' });

  it('are used once the last field is entered', () => {
    const { effects, state } = play(stateOf(), [
      ...form,
      ...keysOf({ type: '10.1.2.3/16' }, 'enter', { type: '10.1.0.1' }, 'enter', 'enter'),
      ...keysOf({ type: '12' }, 'enter', { type: 'proxy.example:3128' }, 'enter'),
    ]);
    expect(effects.at(-1)).toEqual({
      op: 'configure',
      interfaceName: 'eth0',
      settings: {
        ip: { method: 'static', address: '10.1.2.3', prefixLength: 16, gateway: '10.1.0.1' },
        nameServers: [],
        vlan: 12,
        proxy: 'http://proxy.example:3128',
      },
    });
    expect(topOf(state).kind).toBe('network');
  });

  it('stay open at the field that is wrong, and say what is', () => {
    const { effects, state } = play(stateOf(), [
      ...form,
      ...keysOf('enter', 'enter', 'enter', { type: '4095' }, 'enter', 'enter'),
    ]);
    expect(effects).toEqual([]);
    expect(topOf(state)).toMatchObject({ kind: 'address', cursor: 3 });
    expect(state.notice).toContain('4095');
  });

  it('are there again after Escape as they were typed', () => {
    const { state } = play(stateOf(), [
      ...form,
      ...keysOf({ type: '10.1' }, 'escape', { type: 'a' }),
    ]);
    expect(topOf(state)).toMatchObject({ fields: [{ field: { text: '10.1' } }, {}, {}, {}, {}] });
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
    expect(names(state)[0]).toBe('cached');
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
    expect(play(chosen, keysOf('enter')).effects).toMatchObject([{ choice: { handOn: true } }]);
    const again = play(chosen, keysOf({ type: 'n' })).state;
    expect(play(again, keysOf('enter')).effects[0]).not.toHaveProperty('choice.handOn');
  });

  it('is given where the configuration says so, unless the person says no', async () => {
    const entries = worthy(await atEntries());
    const settled = { ...entries, setup: { ...entries.setup, handsOn: true } };
    expect(play(settled, keysOf('enter')).effects).toMatchObject([{ choice: { handOn: true } }]);
    const { effects } = play(settled, keysOf({ type: 'n' }, 'enter'));
    expect(effects[0]).not.toHaveProperty('choice.handOn');
  });

  it('is not offered where there is nothing that the live system would not find', async () => {
    const { state } = play(await atEntries(), keysOf({ type: 'n' }));
    expect(state.image?.handOn).toBeUndefined();
  });
});

describe('a Wi-Fi network on the stick', () => {
  const home = { ssid: 'Home', security: 'wpa2-psk' } as const;

  function withNetwork(changes: Partial<NonNullable<TuiState['network']>>): TuiState {
    const state = play(stateOf(), keysOf('f3')).state;
    if (state.network === undefined) return state;
    return { ...state, network: { ...state.network, ...changes } };
  }

  const joined = (kept?: readonly (typeof home)[]) => {
    const interfaces = (withNetwork({}).network?.interfaces ?? []).map((item) =>
      item.kind === 'wireless' ? { ...item, state: 'online' as const, joined: 'Home' } : item,
    );
    return withNetwork({ interfaces, ...(kept === undefined ? {} : { kept }) });
  };

  it('is kept by k, once it is joined and there is a stick', () => {
    const press = (state: TuiState) => play(state, keysOf({ type: 'k' })).effects;
    expect(press(joined([]))).toEqual([{ op: 'keep-network', interfaceName: 'wlan0' }]);
    expect(press(joined())).toEqual([]);
    expect(press(joined([home]))).toEqual([]);
    expect(press(withNetwork({ kept: [] }))).toEqual([]);
  });

  it('is joined without a question, and forgotten by f even out of reach', () => {
    const list = play(withNetwork({ kept: [home] }), keysOf('end', 'enter')).state;
    expect(play(list, keysOf('enter')).effects).toEqual([
      { op: 'join-kept', interfaceName: 'wlan0', ssid: 'Home' },
    ]);
    expect(play(list, keysOf({ type: 'f' })).effects).toEqual([
      { op: 'forget-network', ssid: 'Home' },
    ]);
  });
});

describe('an Enterprise network', () => {
  function asked(): TuiState {
    const listed = play(stateOf(), keysOf('f3', 'end', 'enter')).state;
    const wifi = {
      wlan0: [{ ssid: 'Office', signalPercent: 61, security: 'enterprise' }],
    } as const;
    const network = listed.network === undefined ? undefined : { ...listed.network, wifi };
    return play({ ...listed, network }, keysOf('enter')).state;
  }
  const fieldsOf = (state: TuiState) => {
    const top = topOf(state);
    return top.kind === 'join' ? top.fields.map(({ name }) => name) : [];
  };

  it('joins with the usual method, unless another one is typed', () => {
    const ways = keysOf(
      'enter',
      { type: 'me' },
      'enter',
      'enter',
      'enter',
      'enter',
      { type: 'secret' },
      'enter',
    );
    expect(play(asked(), ways).effects).toMatchObject([
      {
        op: 'join',
        credentials: { identity: 'me', eap: 'peap', phase2: 'mschapv2', passphrase: 'secret' },
      },
    ]);
  });

  it('asks for what the method that is typed wants, and keeps what was typed for the other', () => {
    const tunnel = play(
      asked(),
      keysOf('enter', { type: 'me' }, 'enter', { type: 'anonymous' }),
    ).state;
    const tls = play(tunnel, keysOf('up', 'up', 'ctrl-u', { type: 'tls' })).state;
    expect(fieldsOf(tls)).toEqual([
      'method',
      'identity',
      'clientCertificate',
      'privateKey',
      'caCertificate',
      'passphrase',
    ]);
    const back = play(tls, keysOf('ctrl-u', { type: 'ttls' })).state;
    const top = topOf(back);
    expect(top.kind === 'join' ? top.fields.map(({ field }) => field.text) : []).toEqual([
      'ttls',
      'me',
      'anonymous',
      'mschapv2',
      '',
      '',
    ]);
  });

  it('has the mark at what is wrong', () => {
    const state = play(asked(), keysOf('up', 'enter')).state;
    expect(topOf(state)).toMatchObject({ kind: 'join', cursor: 1 });
    expect(state.notice).toBe('This network wants a user name.');
  });
});
