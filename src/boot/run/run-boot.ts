import { rollbackOf } from '../../core/plan/age-problems.ts';
import type { BootEvent } from '../../core/plan/boot-event.ts';
import type { BootChoice, BootPlan } from '../../core/plan/boot-plan.ts';
import type { Stage } from '../../core/plan/stage.ts';
import { WebbootError } from '../../errors.ts';
import type { OnNote } from '../../ports/network.ts';
import type { Session } from '../session/session.ts';
import { streamEvents } from './event-channel.ts';
import { describeFailure } from './failure.ts';

/** The whole way of one image without a person, from its name to the jump. Does not throw. */
export async function* runBoot(
  session: Session,
  query: string,
  choice: BootChoice,
  options: { signal: AbortSignal },
): AsyncGenerator<BootEvent> {
  let stage: Stage = 'select';
  try {
    yield { type: 'stage', stage, state: 'begin' };
    const source = yield* noted(stage, (onNote) => session.select(query, { ...options, onNote }));
    yield { type: 'selected', source };
    for (const text of source.notes ?? []) yield { type: 'note', stage, text };
    yield { type: 'stage', stage, state: 'end' };
    stage = 'peek';
    yield { type: 'stage', stage, state: 'begin' };
    const peek = yield* noted(stage, (onNote) => session.peek(source, { ...options, onNote }));
    yield { type: 'facts', facts: peek.facts };
    yield { type: 'stage', stage, state: 'end' };
    const plan = session.plan(peek, choice);
    for (const problem of plan.problems) yield { type: 'problem', problem };
    refuseRollback(plan);
    yield { type: 'plan', plan };
    yield* session.execute(plan, options);
  } catch (error) {
    yield { type: 'failed', failure: describeFailure(error, stage) };
  }
}

function refuseRollback(plan: BootPlan): void {
  const problem = rollbackOf(plan);
  if (problem === undefined) return;
  throw new WebbootError(problem.code, problem.text, {
    subject: plan.source.id,
    remedy: 'Try another mirror, or choose an older release in the menu.',
  });
}

function noted<T>(
  stage: Stage,
  work: (onNote: OnNote) => Promise<T>,
): AsyncGenerator<BootEvent, T> {
  return streamEvents((emit) => work((text) => emit({ type: 'note', stage, text })));
}
