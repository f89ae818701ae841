import { errorCodes } from '../core/error-codes.ts';
import type { BootEvent } from '../core/plan/boot-event.ts';
import { eventContract } from '../core/plan/event-contract.ts';
import { eventLine } from '../core/plan/event-line.ts';
import { jsonLine } from '../core/printable.ts';
import { redactAll } from '../core/settings/redact.ts';
import type { CliIo } from './io.ts';

/** Prints events as they come, as JSON lines (docs/events.md) or by `textOf`. Returns the exit status. */
export async function printEvents(
  events: AsyncIterable<BootEvent>,
  io: CliIo,
  how: {
    readonly json: boolean;
    /** Undefined for an event that tells a person nothing. */
    readonly textOf: (event: BootEvent) => string | undefined;
  },
): Promise<number> {
  let status = 0;
  if (how.json) io.stdout(`${jsonLine(eventContract)}\n`);
  for await (const happened of events) {
    const event = redactAll(happened);
    const line = how.json ? eventLine(happened) : how.textOf(event);
    if (line !== undefined) io.stdout(`${line}\n`);
    if (event.type === 'failed') status = errorCodes[event.failure.code].status;
  }
  return status;
}
