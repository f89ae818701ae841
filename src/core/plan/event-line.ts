import { jsonLine } from '../printable.ts';
import { redactAll } from '../settings/redact.ts';
import type { BootEvent } from './boot-event.ts';
import { listSteps } from './list-steps.ts';

/** An event as the line of JSON that docs/events.md describes, without secrets and line end. */
export function eventLine(event: BootEvent, secrets: readonly string[] = []): string {
  return jsonLine(redactAll(event.type === 'plan' ? listed(event) : event, secrets));
}

function listed({ type, plan }: Extract<BootEvent, { readonly type: 'plan' }>) {
  return { type, plan: { ...plan, steps: plan.steps === undefined ? [] : listSteps(plan.steps) } };
}
