import type { ImageSource } from '../../core/image/image-source.ts';
import { planBoot } from '../../core/plan/plan-boot.ts';
import type { OnNote } from '../../ports/network.ts';
import type { DistroSummary, NewerCatalogue, Session } from '../session/session.ts';
import { peek } from '../stages/peek.ts';
import type { BootContext } from './boot-context.ts';
import { executePlan } from './execute-plan.ts';
import { createImageMemory } from './image-memory.ts';
import { notingNetwork } from './noting-network.ts';
import type { OfferContext } from './offer-medium.ts';
import { servePlan } from './serve-plan.ts';

/** What `select` chooses from; a catalogue, with the person's own rows. */
export interface Selection {
  readonly distros: readonly DistroSummary[];
  newer?(): Promise<NewerCatalogue>;
  select(
    query: string,
    options: { readonly signal: AbortSignal; readonly onNote?: OnNote },
  ): Promise<ImageSource>;
}

export type SessionContext = Omit<BootContext, 'signal' | 'hurry'> & OfferContext;

export function createSession(context: SessionContext, selection: Selection): Session {
  const never = new AbortController().signal;
  const memory = createImageMemory();
  return {
    distros: selection.distros,
    select: (query, options) => selection.select(query, { signal: never, ...options }),
    ...(selection.newer === undefined ? {} : { newer: selection.newer }),
    peek: (source, { signal = never, onNote } = {}) =>
      peek(source, { ...context, network: notingNetwork(context.network, onNote), signal }),
    plan: (known, choice) => planBoot({ ...known, choice }),
    execute: (plan, options) =>
      (plan.choice.serve === true ? servePlan : executePlan)(
        plan,
        { ...context, signal: never, ...options },
        memory,
      ),
  };
}
