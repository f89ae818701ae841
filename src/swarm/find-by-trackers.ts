import { setTimeout as sleep } from 'node:timers/promises';
import type { Announce } from '../formats/bittorrent/tracker.ts';
import type { Network } from '../ports/network.ts';
import { askTracker } from './ask-tracker.ts';
import type { PeerAddress } from './peer-link.ts';

export interface TrackerSearch {
  /** http(s) and udp URLs, best first; the rest of a long list is not asked. */
  readonly trackers: readonly string[];
  readonly announce: Omit<Announce, 'left' | 'event'>;
  readonly left: () => number;
  readonly network: Network;
  readonly signal: AbortSignal;
  readonly onFound: (found: PeerAddress) => void;
  /** A sentence for each tracker that did not answer as it should, once. */
  readonly onNote: (text: string) => void;
}

const mostTrackers = 8;
/** A tracker that does not answer is asked again after this. */
const failedSeconds = 60;
const goodbyeMs = 2_000;

/** Asks the trackers of a torrent who takes part in it, until the signal fires; then says goodbye. */
export function findByTrackers(search: TrackerSearch): void {
  for (const tracker of search.trackers.slice(0, mostTrackers)) void follow(tracker, search);
}

async function follow(tracker: string, search: TrackerSearch): Promise<void> {
  const { network, signal, left, onFound, onNote } = search;
  let known = false;
  let noted = false;
  while (!signal.aborted) {
    let pause = failedSeconds;
    try {
      const event = known ? undefined : ('started' as const);
      const announce = { ...search.announce, left: left(), event };
      const { interval, peers } = await askTracker(tracker, announce, { network, signal });
      known = true;
      pause = interval;
      for (const peer of peers) onFound(peer);
    } catch (error) {
      if (signal.aborted) break;
      if (!noted) onNote(`The tracker ${new URL(tracker).host} was left out: ${reasonOf(error)}`);
      noted = true;
    }
    await sleep(pause * 1000, undefined, { signal, ref: false }).catch(() => {});
  }
  if (!known) return;
  const announce = { ...search.announce, left: left(), event: 'stopped' } as const;
  const late = { network, signal: AbortSignal.timeout(goodbyeMs) };
  // Nobody waits for it, and whether it comes is no matter.
  await askTracker(tracker, announce, late).catch(() => {});
}

function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.endsWith('.') ? text : `${text}.`;
}
