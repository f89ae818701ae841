import { runBoot } from '../boot/run/run-boot.ts';
import type { Session } from '../boot/session/session.ts';
import type { BootChoice } from '../core/plan/boot-plan.ts';
import { eventText } from './event-text.ts';
import type { CliIo } from './io.ts';
import { printEvents } from './print-events.ts';

export interface BootCommand {
  readonly query: string;
  readonly choice: BootChoice;
  readonly json: boolean;
}

/** Boots without a menu; prints the events as text or as JSON lines. Returns the exit status. */
export async function runBootCommand(
  command: BootCommand,
  session: Session,
  io: CliIo,
): Promise<number> {
  const events = runBoot(session, command.query, command.choice, io);
  return printEvents(events, io, { json: command.json, textOf: eventText });
}
