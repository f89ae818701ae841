import { errorCodes } from '../core/error-codes.ts';
import { WebbootError } from '../errors.ts';
import { cancellation } from '../storage/cancellation.ts';
import { exchange } from './exchange.ts';
import type { HttpClient } from './http-client.ts';
import { type FileVersion, readRangeHead, requireSameVersion } from './range-response.ts';
import { joinMirrorErrors, withRetries } from './retry.ts';

interface RangeBytes {
  readonly bytes: Uint8Array;
  readonly url: string;
  readonly size: number;
}

export interface RangeReader {
  readonly url: string;
  readonly requests: number;
  readonly bytesRead: number;
  /** Bytes `first` to `last`, both inclusive, fewer where the file ends. */
  read(first: number, last: number, signal?: AbortSignal): Promise<RangeBytes>;
}

interface Mirror {
  readonly url: string;
  /** Where the redirects ended: a redirector must not spread one file over several servers. */
  resolved?: string;
  version?: FileVersion;
  failure?: WebbootError;
}

/** Range requests to the first mirror that serves them; the next one when it fails for good. */
export function createRangeReader(client: HttpClient, urls: readonly string[]): RangeReader {
  const mirrors: readonly Mirror[] = urls.map((url) => ({ url }));
  let size: number | undefined;
  let requests = 0;
  let bytesRead = 0;
  let url = urls[0] ?? '';

  const request = async (
    mirror: Mirror,
    from: string,
    range: { first: number; last: number },
    signal: AbortSignal | undefined,
  ): Promise<RangeBytes> => {
    let buffer = new Uint8Array(0);
    let filled = 0;
    requests += 1;
    await exchange(client, from, {
      range,
      signal,
      onHead: (head) => {
        const version = readRangeHead(head, range);
        requireSameVersion(mirror.version ?? version, version, head.url);
        requireSameSize(size ?? version.size, version.size, head.url);
        mirror.version = version;
        mirror.resolved = head.url;
        size = version.size;
        buffer = new Uint8Array(Math.min(range.last + 1, version.size) - range.first);
      },
      onBytes: (chunk) => {
        bytesRead += chunk.length;
        buffer.set(chunk.subarray(0, buffer.length - filled), filled);
        filled = Math.min(buffer.length, filled + chunk.length);
        return filled < buffer.length ? 'continue' : 'stop';
      },
    });
    if (filled < buffer.length) {
      throw new WebbootError('connection-lost', `Only ${filled} of ${buffer.length} bytes came`, {
        subject: from,
        remedy: 'Try again or another mirror.',
      });
    }
    url = mirror.resolved ?? from;
    return { bytes: buffer, url, size: size ?? 0 };
  };

  const readFrom = async (
    mirror: Mirror,
    range: { first: number; last: number },
    signal: AbortSignal | undefined,
  ): Promise<RangeBytes> => {
    const attempt = (from: string) =>
      withRetries(client.limits, signal, () => request(mirror, from, range, signal));
    const resolved = mirror.resolved;
    if (resolved === undefined || resolved === mirror.url) {
      return attempt(mirror.url);
    }
    try {
      return await attempt(resolved);
    } catch (error) {
      // A redirector's short-lived address has expired: ask the redirector for a new one.
      if (error instanceof WebbootError && error.code === 'http-status') {
        return attempt(mirror.url);
      }
      throw error;
    }
  };

  return {
    get url() {
      return url;
    },
    get requests() {
      return requests;
    },
    get bytesRead() {
      return bytesRead;
    },
    async read(first, last, signal) {
      for (const mirror of mirrors.filter((candidate) => candidate.failure === undefined)) {
        try {
          return await readFrom(mirror, { first, last }, signal);
        } catch (error) {
          if (!(error instanceof WebbootError) || isFinal(error)) {
            throw error;
          }
          mirror.failure = error;
        }
        if (signal?.aborted) {
          throw cancellation(signal);
        }
      }
      throw joinMirrorErrors(mirrors.flatMap(({ failure }) => failure ?? []));
    },
  };
}

// What was read before would not belong to what another mirror has.
function isFinal(error: WebbootError): boolean {
  return error.code === 'file-changed' || errorCodes[error.code].everywhere === true;
}

function requireSameSize(expected: number, size: number, url: string): void {
  if (size !== expected) {
    throw new WebbootError('length-mismatch', `${size} bytes instead of ${expected}`, {
      subject: url,
      remedy: 'This mirror holds another version: leave it out.',
    });
  }
}
