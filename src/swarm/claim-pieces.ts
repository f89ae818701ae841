import { setTimeout as sleep } from 'node:timers/promises';
import { chooseRun, lanes } from './choose-run.ts';
import { fetchRun, type RunFetching } from './fetch-run.ts';

/** So many machines keep the origin busy with a request each. More requests would only take longer. */
const fullMembers = 4;
/** Whoever has just come may not know the others yet, and asks for little. */
const newMs = 2_000;
const lookEveryMs = 100;

export interface PieceClaims extends RunFetching {
  readonly signal: AbortSignal;
  readonly alone: () => boolean;
}

/**
 * Fetches from the origin what no other machine has or claims, each piece by the one machine that
 * rendezvous hashing names. Ends when everything is there; throws what the origin throws when it has
 * failed.
 */
export async function claimPieces(work: PieceClaims): Promise<void> {
  const ending = new AbortController();
  const signal = AbortSignal.any([work.signal, ending.signal]);
  const { board, sparing } = work;
  const begun = performance.now();
  const lane = async (index: number) => {
    while (!signal.aborted && !board.complete) {
      const isNew = performance.now() - begun < newMs;
      const spare = index > 0 && (isNew || index * sparing.share.members.length >= fullMembers);
      const run = spare ? undefined : chooseRun({ ...work, alone: work.alone() && !isNew });
      if (run === undefined) await sleep(lookEveryMs, undefined, { signal }).catch(() => {});
      else await fetchRun(work, run, signal);
    }
  };
  try {
    await Promise.all(Array.from({ length: lanes }, (_, index) => lane(index)));
  } finally {
    ending.abort();
  }
}
