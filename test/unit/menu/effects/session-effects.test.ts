import { describe, expect, it, vi } from 'vitest';
import type { Session } from '../../../../src/boot/session/session.ts';
import { createSessionEffects } from '../../../../src/menu/effects/session-effects.ts';
import type { Action } from '../../../../src/menu/model/action.ts';
import { createFakeSession } from '../../../helpers/fake-session.ts';

function effectsOf(session: Session) {
  const actions: Action[] = [];
  const booted: string[] = [];
  const effects = createSessionEffects(session, (query) => booted.push(query));
  const dispatch = (action: Action) => {
    actions.push(action);
  };
  const ended = () =>
    vi.waitFor(() => expect(actions.map(({ type }) => type)).toContain('boot-ended'));
  return { effects, actions, booted, dispatch, ended };
}

async function bootEffect(session: Session) {
  const peek = await session.peek(await session.select('debian'));
  return { op: 'boot', task: 2, query: 'debian', peek, choice: {} } as const;
}

describe('what the session is asked to do', () => {
  it('an inspection ends with the plan of every entry', async () => {
    const { effects, actions, dispatch } = effectsOf(createFakeSession());
    effects.inspect({ op: 'inspect', task: 1, query: 'debian' }, dispatch);
    await vi.waitFor(() => expect(actions.at(-1)?.type).toBe('inspected'));
    const last = actions.at(-1);
    expect(last?.type === 'inspected' && last.rows.map(({ plan }) => plan.choice.entry)).toEqual([
      'live',
      'failsafe',
      'install',
      'memtest',
    ]);
  });

  it('an inspection that fails says at which stage, with its remedy', async () => {
    const { effects, actions, dispatch } = effectsOf(createFakeSession());
    effects.inspect({ op: 'inspect', task: 1, query: 'debain' }, dispatch);
    await vi.waitFor(() => expect(actions.at(-1)?.type).toBe('inspection-failed'));
    expect(actions.at(-1)).toMatchObject({
      failure: {
        code: 'unknown-distro',
        stage: 'select',
        remedy: 'Nearest names: debian, fedora.',
      },
    });
  });

  it('an inspection that is stopped says nothing more', async () => {
    const session = createFakeSession();
    const peeked = vi.fn();
    const watched: Session = {
      ...session,
      peek: (source, options) => session.peek(source, options).finally(peeked),
    };
    const { effects, actions, dispatch } = effectsOf(watched);
    effects.inspect({ op: 'inspect', task: 1, query: 'debian' }, dispatch);
    await vi.waitFor(() => expect(actions).toHaveLength(1));
    effects.stopInspecting();
    await vi.waitFor(() => expect(peeked).toHaveBeenCalled());
    expect(actions.map(({ type }) => type)).toEqual(['log']);
  });

  it('a boot passes every event on, and is remembered', async () => {
    const session = createFakeSession({ ticks: 2, tickMs: 1 });
    const { effects, actions, booted, dispatch, ended } = effectsOf(session);
    effects.boot(await bootEffect(session), dispatch);
    await ended();
    expect(booted).toEqual(['debian']);
    expect(actions.every((action) => 'task' in action && action.task === 2)).toBe(true);
  });

  it('a boot that is stopped ends with the failure that says so', async () => {
    const session = createFakeSession({ ticks: 1000, tickMs: 2 });
    const { effects, actions, dispatch, ended } = effectsOf(session);
    effects.boot(await bootEffect(session), dispatch);
    await vi.waitFor(() => expect(actions.length).toBeGreaterThan(3));
    effects.stopBoot();
    await ended();
    expect(actions.at(-2)).toMatchObject({ event: { failure: { code: 'cancelled' } } });
  });

  it('a boot that is to hurry is not stopped', async () => {
    const session = createFakeSession({ ticks: 2, tickMs: 1 });
    const signals: (AbortSignal | undefined)[] = [];
    const watching: Session = {
      ...session,
      execute: async function* (plan, options) {
        signals.push(options?.signal, options?.hurry);
        yield* session.execute(plan, options);
      },
    };
    const { effects, dispatch, ended } = effectsOf(watching);
    effects.boot(await bootEffect(session), dispatch);
    effects.hurryBoot();
    await ended();
    expect(signals.map((signal) => signal?.aborted)).toEqual([false, true]);
  });

  it('a boot that finds another menu brings it, with the plan of every entry', async () => {
    const session = createFakeSession();
    const effect = await bootEffect(session);
    const [first] = effect.peek.facts.entries;
    if (first === undefined) throw new Error('no entry');
    const real = { ...first, cmdline: 'boot=live', title: 'Real' };
    const facts = { ...effect.peek.facts, entries: [real] };
    const finding: Session = {
      ...session,
      execute: async function* () {
        yield { type: 'choose-again', facts, inMemory: 'image-1' };
      },
    };
    const { effects, actions, dispatch, ended } = effectsOf(finding);
    effects.boot(effect, dispatch);
    await ended();
    expect(actions[0]).toMatchObject({
      type: 'menu-found',
      task: 2,
      peek: { facts, inMemory: 'image-1', expectation: effect.peek.expectation },
      rows: [{ entry: real, plan: { entry: real } }],
    });
  });

  it('a plan that throws becomes a failed boot, not a fault of the menu', async () => {
    const session = createFakeSession();
    const broken: Session = {
      ...session,
      plan: () => {
        throw new Error('no plan');
      },
    };
    const { effects, actions, dispatch, ended } = effectsOf(broken);
    effects.boot(await bootEffect(session), dispatch);
    await ended();
    expect(actions[0]).toMatchObject({ event: { failure: { code: 'bug' } } });
  });
});
