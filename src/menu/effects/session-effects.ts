import { describeFailure } from '../../boot/run/failure.ts';
import type { ExecuteOptions, Peek, Session } from '../../boot/session/session.ts';
import { redactAll } from '../../core/settings/redact.ts';
import type { Action, Effect } from '../model/action.ts';
import type { EntryRow } from '../model/inspected-image.ts';
import { type Look, look } from './look.ts';
import { createLooksAhead, type LooksAhead } from './looks-ahead.ts';

type Dispatch = (action: Action) => void;
type EffectOf<O extends Effect['op']> = Extract<Effect, { readonly op: O }>;

export interface SessionEffects {
  inspect(effect: EffectOf<'inspect'>, dispatch: Dispatch): void;
  stopInspecting(): void;
  boot(effect: EffectOf<'boot'>, dispatch: Dispatch): void;
  stopBoot(): void;
  /** Waits for no other machine any more. */
  hurryBoot(): void;
}

/** Runs the pipeline for the menu: at most one inspection and one boot at a time. */
export function createSessionEffects(
  session: Session,
  onBoot: (query: string) => void,
  looks: LooksAhead = createLooksAhead(session),
): SessionEffects {
  let inspection: AbortController | undefined;
  let run = new AbortController();
  let hurry = new AbortController();
  return {
    inspect(effect, dispatch) {
      inspection?.abort();
      const begun = looks.take(effect.query) ?? look(session, effect.query);
      inspection = begun.controller;
      void inspect(session, effect, begun, dispatch);
    },
    stopInspecting: () => inspection?.abort(),
    boot(effect, dispatch) {
      run = new AbortController();
      hurry = new AbortController();
      if (effect.choice.serve !== true) onBoot(effect.query);
      void boot(session, effect, dispatch, { signal: run.signal, hurry: hurry.signal });
    },
    stopBoot: () => run.abort(),
    hurryBoot: () => hurry.abort(),
  };
}

async function inspect(
  session: Session,
  { query, task }: EffectOf<'inspect'>,
  look: Look,
  dispatch: Dispatch,
): Promise<void> {
  try {
    dispatch({ type: 'log', text: `inspecting ${query}`, time: Date.now() });
    look.onNote((text) => {
      dispatch({ type: 'log', text, time: Date.now() });
      dispatch({ type: 'notice', text });
    });
    const peek = await look.peek;
    if (look.controller.signal.aborted) return;
    dispatch({ type: 'inspected', task, peek, rows: rowsOf(session, peek) });
  } catch (error) {
    if (look.controller.signal.aborted) return;
    const stage = look.stage();
    const failure = redactAll(describeFailure(error, stage));
    const text = `failed at ${stage}, ${failure.code}: ${failure.message}`;
    dispatch({ type: 'log', text, time: Date.now() });
    dispatch({ type: 'inspection-failed', task, failure });
  }
}

/** What a boot of each entry would do. */
function rowsOf(session: Session, peek: Peek): readonly EntryRow[] {
  return peek.facts.entries.map((entry) => ({
    entry,
    plan: session.plan(peek, { entry: entry.id }),
  }));
}

async function boot(
  session: Session,
  { task, peek, choice }: EffectOf<'boot'>,
  dispatch: Dispatch,
  options: ExecuteOptions,
): Promise<void> {
  try {
    const plan = session.plan(peek, choice);
    for await (const event of session.execute(plan, options)) {
      if (event.type === 'choose-again') {
        const found = { ...peek, facts: event.facts, inMemory: event.inMemory };
        dispatch({ type: 'menu-found', task, peek: found, rows: rowsOf(session, found) });
      }
      dispatch({ type: 'boot-event', task, event: redactAll(event), time: Date.now() });
    }
  } catch (error) {
    const failure = redactAll(describeFailure(error, 'load'));
    dispatch({
      type: 'boot-event',
      task,
      event: { type: 'failed', failure },
      time: Date.now(),
    });
  }
  dispatch({ type: 'boot-ended', task });
}
