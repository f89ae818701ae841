import { runBoot } from '../boot/run/run-boot.ts';
import type { Session } from '../boot/session/session.ts';
import { defined } from '../core/defined.ts';
import type { BootChoice } from '../core/plan/boot-plan.ts';
import { eventContract } from '../core/plan/event-contract.ts';
import { eventLine } from '../core/plan/event-line.ts';
import { jsonLine } from '../core/printable.ts';
import { localeOf } from '../core/settings/locale-of.ts';
import type { Settings } from '../core/settings/settings.ts';
import type { Injection } from '../ports/injection.ts';

/**
 * Boots what the settings name, and writes each event as a JSON line. Success is the jump, or with
 * `serve` that it does not end.
 */
export async function bootUnattended(
  session: Session,
  query: string,
  {
    settings,
    secrets,
    injection,
    write,
  }: {
    readonly settings: Settings;
    readonly secrets: readonly string[];
    readonly injection: () => Promise<Injection>;
    readonly write: (line: string) => void;
  },
): Promise<void> {
  const { signal } = new AbortController();
  write(jsonLine(eventContract));
  const choice = { ...choiceOf(settings), ...(await injectionChoice(settings, injection)) };
  for await (const event of runBoot(session, query, choice, { signal })) {
    write(eventLine(event, secrets));
  }
}

async function injectionChoice(
  { inject = 'no' }: Settings,
  injection: () => Promise<Injection>,
): Promise<Pick<BootChoice, 'inject'>> {
  const kinds = inject === 'no' ? [] : [...(await injection()).keys()];
  if (kinds.length === 0) return {};
  return { inject: { kinds, to: inject === 'unverified' ? 'always' : 'verified' } };
}

function choiceOf(settings: Settings) {
  const { entry, append, handon, unverified, serve } = settings;
  return {
    localize: localeOf(settings),
    ...defined({ entry, append }),
    ...(handon === 'yes' ? ({ handOn: 'verified' } as const) : {}),
    ...(handon === 'unverified' ? ({ handOn: 'always' } as const) : {}),
    ...defined({ acceptUnverified: unverified }),
    ...(serve === 'only' ? ({ serve: true } as const) : {}),
    ...(serve === 'auto' ? ({ serveOn: true } as const) : {}),
  };
}
