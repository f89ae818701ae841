import { planBoot } from '../../core/plan/plan-boot.ts';
import type { DistroSummary, Session } from '../session/session.ts';

/**
 * A session whose parts are loaded when the first of them is used: the menu's first frame needs
 * the names of the distros, and neither the network, nor OpenPGP, nor the parsers. `online` is
 * awaited before they are loaded for a newer catalogue alone: nobody waits for that.
 */
export function lazySession(
  distros: readonly DistroSummary[],
  load: () => Promise<Session>,
  online: () => Promise<void>,
): Session {
  let loading: Promise<Session> | undefined;
  const session = (): Promise<Session> => {
    loading ??= load();
    return loading;
  };
  return {
    distros,
    select: async (query, options) => (await session()).select(query, options),
    newer: async () => {
      // What is in the way of the network is said by whoever needs it.
      await online().catch(() => {});
      return (await session()).newer?.() ?? { note: 'The built-in catalogue is used.' };
    },
    peek: async (source, options) => (await session()).peek(source, options),
    plan: (peek, choice) => planBoot({ ...peek, choice }),
    execute: async function* (plan, options) {
      yield* (await session()).execute(plan, options);
    },
  };
}
