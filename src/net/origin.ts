import { setTimeout as sleep } from 'node:timers/promises';
import type { Origin } from '../ports/swarm.ts';
import type { BlockWriter } from '../storage/block-writer.ts';
import { cancellation } from '../storage/cancellation.ts';
import { fetchSegment } from './fetch-segment.ts';
import type { HttpClient } from './http-client.ts';
import { createMirrorSet, type MirrorSet } from './mirror-set.ts';
import { noteFailure } from './note-failure.ts';
import { joinMirrorErrors } from './retry.ts';

export interface OriginOptions {
  readonly client: HttpClient;
  readonly urls: readonly string[];
  /** Machines of this network, and how they are reached. */
  readonly near: { readonly urls: readonly string[]; readonly client: HttpClient };
  /** The whole file's. */
  readonly size: number;
  readonly onNote: (text: string) => void;
  readonly onReceivedFrom: (url: string, bytes: number) => void;
}

/** Parts of a file by HTTP, from machines of this network and from mirrors, for a swarm. */
export function createOrigin(options: OriginOptions): Origin {
  const { client, urls, near } = options;
  const all = createMirrorSet(urls, client.limits, near.urls);
  const judges = createMirrorSet(urls, client.limits);
  return {
    read: (start, end, { signal, onBytes }) =>
      readPart(options, all, { start, end, signal, onBytes }),
    async sample(start, end, signal) {
      const bytes = Buffer.alloc(end - start);
      let filled = 0;
      const onBytes = (part: Uint8Array) => {
        bytes.set(part, filled);
        filled += part.length;
        return undefined;
      };
      const silent = { ...options, onReceivedFrom: () => {} };
      await readPart(silent, judges, { start, end, signal, onBytes });
      return bytes;
    },
  };
}

interface Part {
  readonly start: number;
  readonly end: number;
  readonly signal: AbortSignal;
  readonly onBytes: (bytes: Uint8Array) => Promise<void> | undefined;
}

async function readPart(
  options: OriginOptions,
  mirrors: MirrorSet,
  { start, end, signal, onBytes }: Part,
): Promise<void> {
  const { client, near, size } = options;
  const segment = { start, at: start, end };
  const writer: BlockWriter = {
    lane: () => ({ write: onBytes, flush: () => {} }),
    put: async () => {},
    settled: async () => {},
  };
  while (segment.at < end) {
    if (signal.aborted) throw cancellation(signal);
    if (!mirrors.alive) throw joinMirrorErrors(mirrors.failures());
    const begun = performance.now();
    const mirror = mirrors.pick(begun);
    if (mirror === undefined) {
      await sleep(Math.min(mirrors.rest(begun), pauseMs), undefined, { signal }).catch(() => {});
      continue;
    }
    const before = segment.at;
    mirror.lanes += 1;
    try {
      await fetchSegment({
        client: mirror.near ? near.client : client,
        mirror,
        segment,
        size,
        writer,
        signal,
        judged: true,
        onReceived: (bytes) => options.onReceivedFrom(mirror.url, bytes),
      });
      mirrors.progress(mirror, segment.at - before, performance.now() - begun);
    } catch (error) {
      const failed = { mirror, bytes: segment.at - before, took: performance.now() - begun };
      noteFailure(mirrors, failed, error, options.onNote);
    } finally {
      mirror.lanes -= 1;
    }
  }
}

/** Its lanes may all be taken for a moment. */
const pauseMs = 25;
