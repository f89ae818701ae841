import { runBoot } from '../boot/run/run-boot.ts';
import type { Session } from '../boot/session/session.ts';
import { defined } from '../core/defined.ts';
import { eventContract } from '../core/plan/event-contract.ts';
import { jsonLine } from '../core/printable.ts';
import { redactAll } from '../core/settings/redact.ts';
import type { Settings } from '../core/settings/settings.ts';

/** Boots what the settings name, and writes each event as a JSON line. Success is the jump. */
export async function bootUnattended(
  session: Session,
  query: string,
  {
    settings,
    secrets,
    write,
  }: {
    readonly settings: Settings;
    readonly secrets: readonly string[];
    readonly write: (line: string) => void;
  },
): Promise<void> {
  const { signal } = new AbortController();
  write(jsonLine(eventContract));
  for await (const event of runBoot(session, query, choiceOf(settings), { signal })) {
    write(jsonLine(redactAll(event, secrets)));
  }
}

function choiceOf({ entry, append, handon, unverified }: Settings) {
  return {
    ...defined({ entry, append }),
    ...(handon === 'yes' ? ({ handOn: 'verified' } as const) : {}),
    ...(handon === 'unverified' ? ({ handOn: 'always' } as const) : {}),
    ...defined({ acceptUnverified: unverified }),
  };
}
