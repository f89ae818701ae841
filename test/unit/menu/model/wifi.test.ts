import { describe, expect, it } from 'vitest';
import { topOf } from '../../../../src/menu/model/outcome.ts';
import type { TuiState } from '../../../../src/menu/model/state.ts';
import { type KeyInput, keysOf, play, stateOf } from '../../../helpers/tui-state.ts';

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
        'enter',
      ),
    );
    expect(effects.map(({ op }) => op)).toEqual(['scan']);
    expect(state.notice).toContain('8 to 63');
  });
});

describe('a hidden network', () => {
  const join = (...keys: readonly KeyInput[]) =>
    play(stateOf(), keysOf('f3', 'end', 'enter', { type: 'h' }, { type: 'Net' }, 'enter', ...keys));

  it('is joined by a passphrase', () => {
    const { effects } = join({ type: 'secret12' }, 'enter', 'enter');
    expect(effects.at(-1)).toMatchObject({
      op: 'join',
      credentials: { ssid: 'Net', security: 'wpa2-psk', hidden: true, passphrase: 'secret12' },
    });
  });

  it('asks for a user once a method is typed', () => {
    const { effects } = join(
      ...(['enter', { type: 'peap' }, 'enter', { type: 'me' }, 'enter', 'enter'] as const),
      ...(['enter', 'enter', { type: 'example.org' }] as const),
      ...(['enter', { type: 'secret' }, 'enter'] as const),
    );
    expect(effects.at(-1)).toMatchObject({
      op: 'join',
      credentials: { ssid: 'Net', security: 'enterprise', hidden: true, identity: 'me' },
    });
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
  const next = ['enter', 'enter'] as const;
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
      ...next,
      ...next,
      { type: 'example.org' },
      'enter',
      {
        type: 'secret',
      },
    );
    expect(play(asked(), [...ways, ...keysOf('enter')]).effects).toMatchObject([
      {
        op: 'join',
        credentials: {
          identity: 'me',
          eap: 'peap',
          phase2: 'mschapv2',
          serverName: 'example.org',
          passphrase: 'secret',
        },
      },
    ]);
  });

  it('is not joined before its server is named, for which the user name has an offer', () => {
    const typed = keysOf('enter', { type: 'me@example.org' }, ...next, ...next, 'enter', {
      type: 'secret',
    });
    const refused = play(asked(), [...typed, ...keysOf('enter')]);
    expect(refused.effects).toEqual([]);
    expect(refused.state.notice).toContain('anybody could ask for the password');
    expect(topOf(refused.state)).toMatchObject({ cursor: 5 });
    const confirmed = play(refused.state, keysOf('enter', 'enter'));
    expect(confirmed.effects).toMatchObject([{ credentials: { serverName: 'example.org' } }]);
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
      'serverName',
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
      '',
    ]);
  });

  it('has the mark at what is wrong', () => {
    const state = play(asked(), keysOf('up', 'enter')).state;
    expect(topOf(state)).toMatchObject({ kind: 'join', cursor: 1 });
    expect(state.notice).toBe('This network needs a user name.');
  });
});
