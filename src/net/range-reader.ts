import { errorCodes } from '../core/error-codes.ts';
import { WebbootError } from '../errors.ts';
import { askMirrors } from './ask-mirrors.ts';
import { exchange } from './exchange.ts';
import type { HttpClient } from './http-client.ts';
import {
  type ByteRange,
  changedError,
  type FileVersion,
  isSameVersion,
  otherSizeError,
  readRangeHead,
  skipper,
  unusable,
} from './range-response.ts';
import { joinMirrorErrors, mayPass } from './retry.ts';

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
  /** Of one file: its backends may each have their own validators. */
  readonly versions: FileVersion[];
  /** Why it is not asked any more. */
  failure?: WebbootError;
}

/** A part of a range, and where the file ends. */
interface Part {
  readonly bytes: Uint8Array;
  readonly version: FileVersion;
}

/** Some servers send less than they are asked for. */
const maxParts = 64;
/** Backends of one server whose validators differ. */
const maxVersions = 8;

/** Range requests to the first mirror that serves them; the next one when it fails for good. */
export function createRangeReader(
  client: HttpClient,
  urls: readonly string[],
  onNote?: (text: string) => void,
): RangeReader {
  const mirrors: Mirror[] = urls.map((url) => ({ url, versions: [] }));
  let opening: { readonly range: ByteRange; readonly bytes: Uint8Array } | undefined;
  let size: number | undefined;
  let requests = 0;
  let bytesRead = 0;
  let url = urls[0] ?? '';

  const fetchPart = async (
    mirror: Mirror,
    from: string,
    range: ByteRange,
    signal: AbortSignal | undefined,
    accept: (version: FileVersion) => boolean,
  ): Promise<Part> => {
    let buffer = new Uint8Array(0);
    let filled = 0;
    let version: FileVersion | undefined;
    const before = skipper();
    requests += 1;
    await exchange(client, from, {
      range,
      signal,
      size: 'small',
      onHead: (head) => {
        const answer = readRangeHead(head, range);
        const whole = answer.version.size ?? size;
        if (whole === undefined) throw unusable(head, 'a part of a file of unknown length');
        if (whole !== (size ?? whole)) throw otherSizeError(head.url, whole, size ?? whole);
        if (!accept(answer.version)) throw changedError(head.url);
        size = whole;
        version = answer.version;
        mirror.resolved = head.url;
        before.skip = answer.skip;
        buffer = new Uint8Array(answer.length);
      },
      onBytes: (chunk) => {
        bytesRead += chunk.length;
        const bytes = before.rest(chunk);
        buffer.set(bytes.subarray(0, buffer.length - filled), filled);
        filled = Math.min(buffer.length, filled + bytes.length);
        return filled < buffer.length ? 'continue' : 'stop';
      },
    });
    if (version === undefined || filled < buffer.length) {
      throw new WebbootError(
        'connection-lost',
        `Only ${filled} of ${buffer.length} bytes arrived.`,
        {
          subject: from,
          remedy: 'Try again or another mirror.',
        },
      );
    }
    return { bytes: buffer, version };
  };

  /**
   * Whether a server that tells of another version has the same file all the same, on another
   * backend: what was read first is read again, and compared.
   */
  const admitVersion = async (mirror: Mirror, from: string, signal: AbortSignal | undefined) => {
    if (opening === undefined || mirror.versions.length >= maxVersions) return false;
    const { bytes, version } = await fetchPart(mirror, from, opening.range, signal, () => true);
    const known = Buffer.from(opening.bytes.buffer, 0, bytes.length);
    if (!known.equals(bytes)) return false;
    mirror.versions.push(version);
    return true;
  };

  const fetchKnownPart = async (
    mirror: Mirror,
    from: string,
    range: ByteRange,
    signal: AbortSignal | undefined,
  ): Promise<Part> => {
    const { versions } = mirror;
    const accept = (version: FileVersion) =>
      versions.length === 0 || versions.some((known) => isSameVersion(known, version));
    for (;;) {
      try {
        const part = await fetchPart(mirror, from, range, signal, accept);
        if (versions.length === 0) versions.push(part.version);
        opening ??= { range, bytes: part.bytes };
        return part;
      } catch (error) {
        const changed = error instanceof WebbootError && error.code === 'file-changed';
        if (!changed || !(await admitVersion(mirror, from, signal))) throw error;
      }
    }
  };

  const fetchRange = async (
    mirror: Mirror,
    from: string,
    range: ByteRange,
    signal: AbortSignal | undefined,
  ): Promise<RangeBytes> => {
    const parts: Uint8Array[] = [];
    for (let { first } = range; first <= Math.min(range.last, (size ?? first + 1) - 1); ) {
      if (parts.length === maxParts) {
        throw new WebbootError(
          'range-unsupported',
          `${new URL(from).host} sends only a few bytes at a time.`,
          {
            subject: from,
            remedy: 'Use another mirror, or download the whole image first.',
          },
        );
      }
      const { bytes } = await fetchKnownPart(mirror, from, { ...range, first }, signal);
      parts.push(bytes);
      first += bytes.length;
    }
    url = mirror.resolved ?? from;
    const [only] = parts;
    const bytes = only !== undefined && parts.length === 1 ? only : concat(parts);
    return { bytes, url, size: size ?? 0 };
  };

  const readFrom = async (
    mirror: Mirror,
    range: ByteRange,
    signal: AbortSignal | undefined,
  ): Promise<RangeBytes> => {
    const { resolved = mirror.url } = mirror;
    try {
      return await fetchRange(mirror, resolved, range, signal);
    } catch (error) {
      // A redirector's short-lived address has expired: ask the redirector for a new one.
      const expired = error instanceof WebbootError && error.code === 'http-status';
      if (expired && resolved !== mirror.url) return fetchRange(mirror, mirror.url, range, signal);
      throw error;
    }
  };

  const onFailed = (mirror: Mirror, error: WebbootError) => {
    if (!mayPass(error)) mirror.failure = error;
    // The others are asked first from now on.
    mirrors.push(...mirrors.splice(mirrors.indexOf(mirror), 1));
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
      const living = mirrors.filter(({ failure }) => failure === undefined);
      if (living.length === 0) {
        throw joinMirrorErrors(mirrors.flatMap(({ failure }) => failure ?? []));
      }
      const { limits } = client;
      return askMirrors(living, { limits, signal, onNote, isFinal, onFailed }, (mirror) =>
        readFrom(mirror, { first, last }, signal),
      );
    },
  };
}

function concat(parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}

// What was read before would not belong to what another mirror has.
function isFinal(error: WebbootError): boolean {
  return error.code === 'file-changed' || errorCodes[error.code].everywhere === true;
}
