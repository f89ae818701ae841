import { WebbootError } from '../errors.ts';
import type { BlockWriter } from '../storage/block-writer.ts';
import { exchange, type ResponseHead } from './exchange.ts';
import type { HttpClient } from './http-client.ts';
import type { Mirror } from './mirror-set.ts';
import { readRangeHead, requireSameVersion } from './range-response.ts';
import type { Segment } from './segment-plan.ts';

export interface SegmentFetch {
  readonly client: HttpClient;
  readonly mirror: Mirror;
  readonly segment: Segment;
  /** The whole file's. */
  readonly size: number;
  readonly writer: BlockWriter;
  readonly signal: AbortSignal;
  readonly onReceived: (bytes: number) => void;
}

/** Fetches what is left of a segment from one mirror. `segment.at` tells how far an error let it come. */
export async function fetchSegment(fetch: SegmentFetch): Promise<void> {
  const { client, mirror, segment, size, writer, signal, onReceived } = fetch;
  const range = { first: segment.at, last: segment.end - 1 };
  const out = writer.lane(segment.at);
  const from = mirror.resolved ?? mirror.url;
  try {
    await exchange(client, from, {
      range,
      signal,
      onHead: (head) => checkHead(mirror, head, range, size),
      onBytes: (bytes) => {
        // The end may have been drawn in since the request.
        const part = bytes.subarray(0, Math.max(0, segment.end - segment.at));
        segment.at += part.length;
        onReceived(part.length);
        const wait = out.write(part);
        const cutShort = segment.end <= range.last || part.length < bytes.length;
        return segment.at >= segment.end && cutShort ? 'stop' : (wait ?? 'continue');
      },
    });
  } catch (error) {
    if (from !== mirror.url && error instanceof WebbootError && error.code === 'http-status') {
      // A redirector's short-lived address has expired: the next try asks the redirector.
      delete mirror.resolved;
      throw new WebbootError('connection-lost', error.message, {
        subject: error.subject,
        remedy: error.remedy,
        cause: error,
      });
    }
    throw error;
  } finally {
    out.flush();
  }
  if (segment.at < segment.end) {
    throw new WebbootError('connection-lost', `${new URL(from).host} ended its answer early`, {
      subject: from,
      remedy: 'Try again or another mirror.',
    });
  }
}

function checkHead(
  mirror: Mirror,
  head: ResponseHead,
  range: { readonly first: number; readonly last: number },
  size: number,
): void {
  const version = readRangeHead(head, range);
  requireSameVersion(mirror.version ?? version, version, head.url);
  if (version.size !== size) {
    throw new WebbootError(
      'length-mismatch',
      `${new URL(head.url).host} has ${version.size} bytes instead of ${size}`,
      { subject: head.url, remedy: 'This mirror holds another version: leave it out.' },
    );
  }
  mirror.version = version;
  mirror.resolved = head.url;
}
