import { WebbootError } from '../errors.ts';
import type { BlockWriter } from '../storage/block-writer.ts';
import { BusyError } from './busy-error.ts';
import { exchange } from './exchange.ts';
import type { HttpClient } from './http-client.ts';
import type { Mirror } from './mirror-set.ts';
import {
  type ByteRange,
  changedError,
  isSameVersion,
  otherSizeError,
  readRangeHead,
  skipper,
} from './range-response.ts';
import type { Segment } from './segment-plan.ts';
import type { ResponseHead } from './single-exchange.ts';

export interface SegmentFetch {
  readonly client: HttpClient;
  readonly mirror: Mirror;
  readonly segment: Segment;
  /** The whole file's. */
  readonly size: number;
  readonly writer: BlockWriter;
  readonly signal: AbortSignal;
  /** The digest decides: other validators of the file do not matter. */
  readonly judged: boolean;
  readonly onReceived: (bytes: number) => void;
}

/** Fetches what is left of a segment from one mirror. `segment.at` tells how far an error let it come. */
export async function fetchSegment(fetch: SegmentFetch): Promise<void> {
  const { client, mirror, segment, writer, signal, onReceived } = fetch;
  const range = { first: segment.at, last: segment.end - 1 };
  const out = writer.lane(segment.at);
  const from = mirror.resolved ?? mirror.url;
  const before = skipper();
  let answered = 0;
  try {
    await exchange(client, from, {
      range,
      signal,
      size: 'long',
      onHead: (head) => {
        const answer = checkHead(fetch, head, range);
        before.skip = answer.skip;
        answered = answer.length;
      },
      onBytes: (bytes) => {
        const given = before.rest(bytes);
        // The end may have been drawn in since the request.
        const room = Math.min(answered, Math.max(0, segment.end - segment.at));
        const part = given.subarray(0, room);
        segment.at += part.length;
        answered -= part.length;
        onReceived(part.length);
        const wait = out.write(part);
        const drawnIn = segment.at >= segment.end && segment.end <= range.last;
        return drawnIn || part.length < given.length ? 'stop' : (wait ?? 'continue');
      },
    });
  } catch (error) {
    if (from !== mirror.url && error instanceof WebbootError && error.code === 'http-status') {
      // A redirector's short-lived address has expired: the next try asks the redirector.
      delete mirror.resolved;
      if (error instanceof BusyError) throw error;
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
    throw new WebbootError('connection-lost', `${new URL(from).host} ended its answer early.`, {
      subject: from,
      remedy: 'Try again or another mirror.',
    });
  }
}

function checkHead({ mirror, size, judged }: SegmentFetch, head: ResponseHead, range: ByteRange) {
  const answer = readRangeHead(head, range);
  const { version } = answer;
  if (version.size !== undefined && version.size !== size) {
    throw otherSizeError(head.url, version.size, size);
  }
  mirror.version ??= version;
  if (!judged && !isSameVersion(mirror.version, version)) throw changedError(head.url);
  mirror.resolved = head.url;
  return answer;
}
