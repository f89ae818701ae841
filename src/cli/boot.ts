import { runBoot } from '../boot/run-boot.ts';
import type { Session } from '../boot/session.ts';
import type { BootChoice } from '../core/boot-plan.ts';
import { type ErrorCode, exitStatus } from '../errors.ts';
import { eventText } from './event-text.ts';
import type { CliIo } from './io.ts';

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
  let status = 0;
  for await (const event of runBoot(session, command.query, command.choice, io)) {
    const line = command.json ? JSON.stringify(event) : eventText(event);
    if (line !== undefined) io.stdout(`${line}\n`);
    if (event.type === 'failed') status = exitStatus[event.failure.code as ErrorCode];
  }
  return status;
}
