import { WebbootError } from '../errors.ts';
import { answererOf, busyError } from './busy-error.ts';
import type { ResponseHead } from './single-exchange.ts';

export interface ByteRange {
  readonly first: number;
  /** Inclusive. */
  readonly last: number;
}

/** What tells one state of a remote file from another (RFC 9110, section 8.8). */
export interface FileVersion {
  /** Undefined where the server does not tell it (`bytes 0-9/*`). */
  readonly size: number | undefined;
  readonly etag?: string;
  readonly lastModified?: string;
}

interface RangeHead {
  readonly version: FileVersion;
  /** Bytes of the body that lie before the range. */
  readonly skip: number;
  /** Bytes of the range in the body; fewer than asked for where the server or the file ends earlier. */
  readonly length: number;
}

/** Further in front of a range no answer may begin: its bytes would cost more than another try. */
const maxSkipBytes = 1024 * 1024;

/**
 * Checks the head of an answer to a Range request (RFC 9110, sections 14.4 and 15.3.7) before a
 * byte of its body is taken. Throws WebbootError: `range-unsupported` if the answer cannot be used,
 * with its status; 200 and 203 mean that the server sends no parts at all.
 */
export function readRangeHead(head: ResponseHead, range: ByteRange): RangeHead {
  const header = String(head.headers['content-range'] ?? '');
  if (head.status === 200 || head.status === 203) {
    throw unusable(head, 'the whole file instead of a part');
  }
  if (head.status === 416) {
    throw unusable(head, `no bytes ${range.first}-${range.last} (it has "${header}")`);
  }
  if (head.status !== 206) throw statusError(head);
  const match = /^bytes (\d{1,16})-(\d{1,16})\/(\d{1,16}|\*)$/.exec(header);
  const [start, end, size] = match ? match.slice(1).map(Number) : [];
  if (start === undefined || end === undefined || size === undefined) {
    throw unusable(head, `no usable Content-Range ("${header}")`);
  }
  const skip = range.first - start;
  const covers = skip >= 0 && skip <= maxSkipBytes && end >= range.first;
  if (!covers || end >= (Number.isNaN(size) ? Number.POSITIVE_INFINITY : size)) {
    throw unusable(head, `bytes ${start}-${end} of ${size} for ${range.first}-${range.last}`);
  }
  const length = head.headers['content-length'];
  if (length !== undefined && length !== String(end - start + 1)) {
    throw unusable(head, `a body of ${length} bytes for bytes ${start}-${end}`);
  }
  return {
    version: { size: Number.isNaN(size) ? undefined : size, ...validators(head) },
    skip,
    length: Math.min(end, range.last) - range.first + 1,
  };
}

/** Drops the bytes in front of a range from an answer that begins earlier. */
export function skipper(): { skip: number; rest(bytes: Uint8Array): Uint8Array } {
  return {
    skip: 0,
    rest(bytes) {
      const dropped = Math.min(this.skip, bytes.length);
      this.skip -= dropped;
      return bytes.subarray(dropped);
    },
  };
}

/** The length that a whole answer (200, 203) tells; undefined when it does not. */
export function readWholeHead(head: ResponseHead): number | undefined {
  if (head.status !== 200 && head.status !== 203) throw statusError(head);
  const length = String(head.headers['content-length'] ?? '');
  return /^\d{1,16}$/.test(length) ? Number(length) : undefined;
}

/** Whether both are the same state of the file as far as the server tells. */
export function isSameVersion(before: FileVersion, now: FileVersion): boolean {
  return (
    before.size === (now.size ?? before.size) &&
    opaqueTag(before.etag) === opaqueTag(now.etag) &&
    before.lastModified === now.lastModified
  );
}

export function changedError(url: string): WebbootError {
  return new WebbootError(
    'file-changed',
    `The file on ${new URL(url).host} changed during the download.`,
    {
      subject: url,
      remedy: 'A new version may be appearing there. Start again, or use another mirror.',
    },
  );
}

export function otherSizeError(url: string, size: number, expected: number): WebbootError {
  return new WebbootError(
    'length-mismatch',
    `${new URL(url).host} has ${size} bytes instead of ${expected}.`,
    { subject: url, remedy: 'This mirror has another version: do not use it.' },
  );
}

export function statusError(head: ResponseHead): WebbootError {
  const busy = busyError(head);
  if (busy !== undefined) return busy;
  const missing = head.status === 404 || head.status === 410;
  return new WebbootError(
    'http-status',
    `${answererOf(head)} answered with status ${head.status}.`,
    {
      subject: head.url,
      httpStatus: head.status,
      remedy: missing
        ? 'The file does not exist there: check the version or try another mirror.'
        : 'Try again later or another mirror.',
    },
  );
}

export function unusable({ url, status }: ResponseHead, text: string): WebbootError {
  return new WebbootError('range-unsupported', `${new URL(url).host} sent ${text}.`, {
    subject: url,
    httpStatus: status,
    remedy: 'Use another mirror, or download the whole image first.',
  });
}

/** Weak comparison (RFC 9110, section 8.8.3.2): `W/"a"` and `"a"` are equivalent. */
function opaqueTag(etag: string | undefined): string | undefined {
  return etag?.replace(/^W\//, '');
}

function validators(head: ResponseHead): { etag?: string; lastModified?: string } {
  const { etag, 'last-modified': lastModified } = head.headers;
  return {
    ...(etag !== undefined && { etag }),
    ...(lastModified !== undefined && { lastModified }),
  };
}
