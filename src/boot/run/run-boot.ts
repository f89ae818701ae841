import type { BootEvent } from '../../core/plan/boot-event.ts';
import type { BootChoice } from '../../core/plan/boot-plan.ts';
import type { Stage } from '../../core/plan/stage.ts';
import type { Session } from '../session/session.ts';
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
    const source = await session.select(query, options);
    yield { type: 'selected', source };
    for (const text of source.notes ?? []) yield { type: 'note', stage, text };
    yield { type: 'stage', stage, state: 'end' };
    stage = 'peek';
    yield { type: 'stage', stage, state: 'begin' };
    const peek = await session.peek(source, options);
    yield { type: 'facts', facts: peek.facts };
    yield { type: 'stage', stage, state: 'end' };
    const plan = session.plan(peek, choice);
    for (const problem of plan.problems) yield { type: 'problem', problem };
    yield { type: 'plan', plan };
    yield* session.execute(plan, options);
  } catch (error) {
    yield { type: 'failed', failure: describeFailure(error, stage) };
  }
}
