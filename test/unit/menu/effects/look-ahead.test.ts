import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Session } from '../../../../src/boot/session/session.ts';
import { createLooksAhead } from '../../../../src/menu/effects/looks-ahead.ts';
import { createSessionEffects } from '../../../../src/menu/effects/session-effects.ts';
import { watchMark } from '../../../../src/menu/effects/watch-mark.ts';
import type { Action } from '../../../../src/menu/model/action.ts';
import type { TuiState } from '../../../../src/menu/model/state.ts';
import { createStore, type Store } from '../../../../src/menu/store.ts';
import { createFakeSession, fakeDistros } from '../../../helpers/fake-session.ts';
import { type KeyInput, keysOf, stateOf } from '../../../helpers/tui-state.ts';

const rest = 1000;

/** A session that notes what was looked at, and what was broken off. */
function watched(peek?: Session['peek']) {
  const session = createFakeSession();
  const peeked: string[] = [];
  const ended: string[] = [];
  const noting: Session = {
    ...session,
    async peek(source, options) {
      peeked.push(source.id);
      options?.signal?.addEventListener('abort', () => ended.push(source.id));
      return (peek ?? session.peek)(source, options);
    },
  };
  return { session: noting, peeked, ended };
}

function menuOf(session: Session, initial: TuiState) {
  const looks = createLooksAhead(session);
  const effects = createSessionEffects(session, () => {}, looks);
  const actions: Action[] = [];
  const store: Store = createStore(initial, (effect, dispatch) => {
    if (effect.op === 'inspect') effects.inspect(effect, dispatch);
    if (effect.op === 'stop-inspecting') effects.stopInspecting();
  });
  store.subscribe((action) => actions.push(action));
  const stop = watchMark(store, looks);
  const press = (...keys: readonly KeyInput[]) => {
    for (const key of keysOf(...keys)) store.dispatch({ type: 'key', key, console: 'tty1' });
  };
  return { store, press, actions, stop };
}

const online = { network: undefined };

describe('a mark that rests on an image', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('has it looked at once, and Enter finds what was found', async () => {
    const { session, peeked } = watched();
    const { press, actions } = menuOf(session, { ...stateOf(), ...online });
    press({ type: 'debian' }, 'enter');
    await vi.advanceTimersByTimeAsync(rest);
    expect(peeked).toEqual(['debian/standard']);
    press('enter');
    await vi.advanceTimersByTimeAsync(rest);
    expect(peeked).toEqual(['debian/standard']);
    expect(actions.at(-1)?.type).toBe('inspected');
  });

  it('has nothing looked at while it moves, and ends the look that it leaves', async () => {
    const { session, peeked, ended } = watched(() => new Promise(() => {}));
    const { press } = menuOf(session, { ...stateOf(), ...online });
    press({ type: 'debian' }, 'enter', 'down');
    await vi.advanceTimersByTimeAsync(rest / 2);
    press('up');
    expect(peeked).toEqual([]);
    await vi.advanceTimersByTimeAsync(rest);
    expect(peeked).toEqual(['debian/standard']);
    press('down');
    expect(ended).toEqual(['debian/standard']);
  });

  it('asks no server about what is typed, nor on the list of systems', async () => {
    const { session, peeked } = watched();
    const { press } = menuOf(session, { ...stateOf(), ...online });
    press({ type: 'https://example.org/live.iso' });
    await vi.advanceTimersByTimeAsync(rest);
    press('ctrl-u', 'down');
    await vi.advanceTimersByTimeAsync(rest);
    expect(peeked).toEqual([]);
  });

  it('asks nobody before there is a network', async () => {
    const { session, peeked } = watched();
    const snapshot = { interfaces: [], summary: { kind: 'none' } as const, wifi: {} };
    const { press } = menuOf(session, { ...stateOf(), network: snapshot });
    press({ type: 'debian' }, 'enter');
    await vi.advanceTimersByTimeAsync(rest);
    expect(peeked).toEqual([]);
  });

  it('has it looked at again on Enter if that failed before', async () => {
    let failures = 1;
    const { peek } = createFakeSession();
    const { session, peeked } = watched(async (source, options) => {
      failures -= 1;
      if (failures >= 0) throw new Error('the cable was out');
      return peek(source, options);
    });
    const { press, actions } = menuOf(session, { ...stateOf(), ...online });
    press({ type: 'debian' }, 'enter');
    await vi.advanceTimersByTimeAsync(rest);
    press('enter');
    await vi.advanceTimersByTimeAsync(rest);
    expect(peeked).toHaveLength(2);
    expect(actions.at(-1)?.type).toBe('inspected');
  });

  it('counts for nothing once the row may mean something else', async () => {
    const { session, peeked, ended } = watched();
    const { store, press } = menuOf(session, { ...stateOf(), ...online });
    press({ type: 'debian' }, 'enter');
    await vi.advanceTimersByTimeAsync(rest / 2 + 300);
    store.dispatch({ type: 'setup', changes: { distros: fakeDistros } });
    expect(ended).toEqual(['debian/standard']);
    await vi.advanceTimersByTimeAsync(rest);
    expect(peeked).toHaveLength(2);
  });

  it('has no more than twenty images looked at in one run', async () => {
    const { session, peeked } = watched();
    const { press } = menuOf(session, { ...stateOf(), ...online });
    press({ type: 'debian' }, 'enter');
    for (let turn = 0; turn < 15; turn += 1) {
      for (const key of ['down', 'up'] as const) {
        press(key);
        await vi.advanceTimersByTimeAsync(rest);
      }
    }
    expect(peeked).toHaveLength(20);
  });
});

it('what was found long ago is found anew', async () => {
  let time = 0;
  const looks = createLooksAhead(createFakeSession(), () => time);
  looks.begin('debian');
  time = 119_000;
  const found = looks.take('debian');
  expect(found?.query).toBe('debian');
  await found?.peek;
  looks.begin('debian');
  time += 121_000;
  expect(looks.take('debian')).toBeUndefined();
});
