import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Key, KeyName } from '../../src/menu/keys/key.ts';
import type { Action } from '../../src/menu/model/action.ts';
import { reduce } from '../../src/menu/model/reducer.ts';
import type { TuiState } from '../../src/menu/model/state.ts';
import type { CommandName, Verb } from '../../src/menu/model/verb.ts';
import { inspectedAction, keysOf, play, stateOf } from '../helpers/tui-state.ts';

const names: readonly KeyName[] = keysOf(
  ...(['up', 'down', 'left', 'right', 'home', 'end', 'page-up', 'page-down'] as const),
  ...(['enter', 'enter', 'enter', 'escape', 'tab', 'backspace', 'delete'] as const),
  ...(['ctrl-c', 'ctrl-l', 'ctrl-r', 'ctrl-u', 'ctrl-w'] as const),
  ...(['f1', 'f2', 'f3', 'f4', 'f5', 'f6', 'f8'] as const),
).flatMap((key) => (key.name === 'text' ? [] : [key.name]));

const key: fc.Arbitrary<Key> = fc.oneof(
  fc.constantFrom(...names).map((name): Key => ({ name })),
  fc.constantFrom(...'adebxerlqhsk?/ 1é東').map((text): Key => ({ name: 'text', text })),
);

const commands: readonly CommandName[] = [
  ...([
    'address',
    'choose',
    'disconnect',
    'edit',
    'forget',
    'hand-on',
    'help',
    'join-hidden',
  ] as const),
  ...([
    'keep',
    'log',
    'network',
    'report',
    'restore',
    'retry',
    'scan',
    'shell',
    'stop',
    'submit',
  ] as const),
];

/** More than the deepest stack of screens can be. */
const enoughEscapes = 25;

const verb: fc.Arbitrary<Verb> = fc.oneof(
  fc.record({ verb: fc.constant('choose'), row: fc.integer({ min: -1, max: 12 }) }),
  fc.record({ verb: fc.constant('run'), command: fc.constantFrom(...commands) }),
  fc.record({
    verb: fc.constant('set-field'),
    name: fc.constantFrom(
      'search',
      'address',
      'cmdline',
      'word',
      'passphrase',
      'method',
      '__proto__',
    ),
    text: fc.string({ maxLength: 40 }),
  }),
  fc.constant({ verb: 'back' }),
);

const asked: fc.Arbitrary<Action> = fc.oneof(
  { weight: 3, arbitrary: key.map((one): Action => ({ type: 'key', key: one })) },
  { weight: 1, arbitrary: verb.map((one): Action => ({ type: 'verb', verb: one })) },
);

describe('ten thousand random keys and verbs, with answers of the session between them', () => {
  it('never throw, and Escape always leads home', async () => {
    const answers = [
      await inspectedAction('debian/standard', 1),
      await inspectedAction('tinycore/standard', 1),
    ];
    let state: TuiState = stateOf({ recent: ['debian/standard'] });
    const actions = fc.sample(asked, { numRuns: 10_000, seed: 1 });
    for (const [index, next] of actions.entries()) {
      state = reduce(state, next).state;
      if (index % 7 === 0) state = play(state, [answerFor(state, answers[index % 2])]).state;
      if (index % 31 === 0) state = play(state, bootEnd(state)).state;
      expect(state.screens[0].kind).toBe('home');
      expect(state.screens.length).toBeLessThan(enoughEscapes);
      if (index % 100 === 0) expectHome(state);
    }
  });
});

function expectHome(state: TuiState): void {
  const escapes = Array.from({ length: enoughEscapes }, () => ({ name: 'escape' }) as const);
  const { screens } = play(state, escapes).state;
  expect(screens).toEqual([{ kind: 'home', query: '', cursor: expect.any(Number) }]);
}

function answerFor(state: TuiState, answer: Action | undefined): Action {
  if (answer?.type !== 'inspected') throw new Error('no answer');
  return { ...answer, task: state.task };
}

function bootEnd(state: TuiState): readonly Action[] {
  const { task } = state;
  const failure = { code: 'bug', stage: 'load', message: 'x' } as const;
  return [{ type: 'boot-event', task, event: { type: 'failed', failure }, time: 0 }];
}
