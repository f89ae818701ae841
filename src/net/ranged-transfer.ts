import { setTimeout as sleep } from 'node:timers/promises';
import { WebbootError } from '../errors.ts';
import type { BlockWriter } from '../storage/block-writer.ts';
import { cancellation } from '../storage/cancellation.ts';
import { progressBytes } from './deadline.ts';
import { fetchSegment } from './fetch-segment.ts';
import type { HttpClient } from './http-client.ts';
import { createMirrorSet, lanesPerMirror, type Mirror, type MirrorSet } from './mirror-set.ts';
import { noteFailure } from './note-failure.ts';
import { joinMirrorErrors } from './retry.ts';
import { createSegmentPlan, type Segment } from './segment-plan.ts';

export const maxLanes = 4;
/** A connection this many times slower than the fastest one is dropped. */
const slowRatio = 10;
const watchMs = 250;

export interface RangedTransfer {
  readonly client: HttpClient;
  readonly urls: readonly string[];
  /** Machines of this network, and how they are reached. */
  readonly near: { readonly urls: readonly string[]; readonly client: HttpClient };
  readonly size: number;
  readonly writer: BlockWriter;
  readonly signal: AbortSignal;
  readonly onNote: (text: string) => void;
  /** A digest decides in the end: other validators of the file do not matter. */
  readonly judged: boolean;
  readonly onReceivedFrom: (url: string, bytes: number) => void;
}

interface Lane {
  readonly mirror: Mirror;
  readonly segment: Segment;
  readonly begun: number;
  readonly first: number;
  readonly controller: AbortController;
}

/**
 * Fetches the file in parallel ranges from all mirrors that serve them. A failed or slow
 * connection's rest goes to the others; mirrors that may recover are asked again with growing
 * pauses. Throws WebbootError when no mirror is left, or nothing has come for `outageMs`.
 */
export async function transferRanges(transfer: RangedTransfer): Promise<void> {
  const { client, urls, near, size, writer, signal, judged } = transfer;
  const plan = createSegmentPlan(size);
  const mirrors = createMirrorSet(urls, client.limits, near.urls);
  const lanes = new Set<Lane>();
  const ending = new AbortController();
  /** Wakes the lanes that wait for something to do. */
  const over = new AbortController();
  const stop = AbortSignal.any([signal, ending.signal]);
  const wake = AbortSignal.any([stop, over.signal]);
  let received = 0;
  let outage: WebbootError | undefined;
  let mark = { received: 0, time: performance.now() };

  const watch = setInterval(() => {
    const now = performance.now();
    if (received - mark.received >= progressBytes || mirrors.waiting) {
      mark = { received, time: now };
    } else if (now - mark.time >= client.limits.outageMs) {
      outage = outageError(transfer, mirrors);
      ending.abort();
    }
    dropSlowLanes(mirrors, lanes, client.limits.slowAfterMs);
  }, watchMs);

  const work = async () => {
    while (!stop.aborted && mirrors.alive && received < size) {
      const now = performance.now();
      const mirror = mirrors.pick(now);
      const segment = mirror && plan.claim();
      if (mirror === undefined || segment === undefined) {
        // Somebody else's rest may come back, or a mirror may have rested.
        const pause = mirror ? watchMs / 10 : mirrors.rest(now);
        await sleep(pause, undefined, { signal: wake }).catch(() => {});
        continue;
      }
      const before = segment.at;
      const controller = new AbortController();
      const lane: Lane = { mirror, segment, begun: now, first: before, controller };
      lanes.add(lane);
      mirror.lanes += 1;
      try {
        await fetchSegment({
          client: mirror.near ? near.client : client,
          mirror,
          segment,
          size,
          writer,
          judged,
          signal: AbortSignal.any([stop, controller.signal]),
          onReceived: (bytes) => {
            received += bytes;
            if (bytes > 0) transfer.onReceivedFrom(mirror.url, bytes);
            if (received === size) {
              over.abort();
            }
          },
        });
        mirrors.progress(mirror, segment.at - before, performance.now() - now);
      } catch (error) {
        endLane(transfer, mirrors, lane, error);
        if (!mirrors.alive) {
          over.abort();
        }
      } finally {
        lanes.delete(lane);
        mirror.lanes -= 1;
        plan.release(segment);
      }
    }
  };

  const bugs: unknown[] = [];
  const guardedWork = () =>
    work().catch((bug: unknown) => {
      bugs.push(bug);
      ending.abort();
    });

  try {
    const laneCount = Math.min(maxLanes, (near.urls.length + urls.length) * lanesPerMirror);
    await Promise.all(Array.from({ length: laneCount }, guardedWork));
  } finally {
    clearInterval(watch);
    ending.abort();
  }
  if (bugs.length > 0) throw bugs[0];
  if (signal.aborted) throw cancellation(signal);
  if (received < size) throw outage ?? joinMirrorErrors(mirrors.failures());
}

/** Its rest goes to the others; a connection that was cut because it was slow marks its mirror. */
function endLane(
  { signal, onNote }: RangedTransfer,
  mirrors: MirrorSet,
  { mirror, segment, begun, first, controller }: Lane,
  error: unknown,
): void {
  const failed = { mirror, bytes: segment.at - first, took: performance.now() - begun };
  noteFailure(mirrors, failed, error, onNote);
  const cut = controller.signal.aborted && !signal.aborted;
  if (cut && error instanceof WebbootError && error.code === 'cancelled') {
    mirror.slow = true;
    onNote(`${new URL(mirror.url).host} is slow; its part goes to another mirror`);
  }
}

/** A lane is slow beside another mirror's lanes, never beside its own mirror's. */
function dropSlowLanes(mirrors: MirrorSet, lanes: ReadonlySet<Lane>, patienceMs: number): void {
  const now = performance.now();
  for (const { mirror, segment, begun, first, controller } of lanes) {
    const age = now - begun;
    const rate = (segment.at - first) / Math.max(1, age);
    if (segment.at - first >= progressBytes) {
      mirror.rate = rate;
    }
    if (age >= patienceMs && !mirror.slow && rate * slowRatio < mirrors.bestRateBeside(mirror)) {
      controller.abort();
    }
  }
}

function outageError({ urls, client }: RangedTransfer, mirrors: MirrorSet): WebbootError {
  return new WebbootError(
    'connection-stalled',
    `No mirror has sent more than a few bytes for ${Math.round(client.limits.outageMs / 1000)} seconds.`,
    {
      subject: urls.join(' '),
      remedy: 'Check the network, then start again.',
      cause: new AggregateError(mirrors.failures()),
    },
  );
}
