import { WebbootError } from '../errors.ts';
import type { ResponseHead } from './exchange.ts';

/** What tells one state of a remote file from another (RFC 9110, section 8.8). */
export interface FileVersion {
  readonly size: number;
  readonly etag?: string;
  readonly lastModified?: string;
}

/**
 * Checks the head of an answer to a Range request (RFC 9110, sections 14.4 and 15.3.7) before a
 * byte of its body is taken. `first` is the range's first byte, `last` its last; a shorter answer
 * is the server's right only where the file ends. Throws WebbootError by name.
 */
export function readRangeHead(
  head: ResponseHead,
  range: { readonly first: number; readonly last: number },
): FileVersion {
  if (head.status === 200) {
    throw new WebbootError(
      'range-unsupported',
      `${new URL(head.url).host} cannot send parts of a file`,
      {
        subject: head.url,
        remedy: 'Use another mirror, or download the image and inspect the file.',
      },
    );
  }
  const header = String(head.headers['content-range'] ?? '');
  if (head.status === 416) {
    throw mismatch(head, `no bytes ${range.first}-${range.last}, for it has "${header}"`);
  }
  if (head.status !== 206) {
    throw statusError(head);
  }
  const match = /^bytes (\d{1,16})-(\d{1,16})\/(\d{1,16})$/.exec(header);
  const [first, last, size] = match ? match.slice(1).map(Number) : [];
  if (first === undefined || last === undefined || size === undefined) {
    throw mismatch(head, `no usable Content-Range ("${header}")`);
  }
  if (first !== range.first || last !== Math.min(range.last, size - 1)) {
    throw mismatch(head, `bytes ${first}-${last} for ${range.first}-${range.last} of ${size}`);
  }
  const length = head.headers['content-length'];
  if (length !== undefined && length !== String(last - first + 1)) {
    throw mismatch(head, `a body of ${length} bytes for bytes ${first}-${last}`);
  }
  return { size, ...validators(head) };
}

/** The version that a plain 200 answer speaks of; undefined when it does not tell its length. */
export function readWholeHead(head: ResponseHead): FileVersion | undefined {
  if (head.status !== 200) {
    throw statusError(head);
  }
  const length = String(head.headers['content-length'] ?? '');
  return /^\d{1,16}$/.test(length) ? { size: Number(length), ...validators(head) } : undefined;
}

/** Throws `file-changed` unless both are the same state of the file as far as the server tells. */
export function requireSameVersion(before: FileVersion, now: FileVersion, url: string): void {
  const same =
    before.size === now.size &&
    before.etag === now.etag &&
    before.lastModified === now.lastModified;
  if (!same) {
    throw new WebbootError('file-changed', `The file changed on ${new URL(url).host} midway`, {
      subject: url,
      remedy: 'A new version may just be appearing there: start again, or take another mirror.',
    });
  }
}

export function statusError(head: ResponseHead): WebbootError {
  const missing = head.status === 404 || head.status === 410;
  return new WebbootError(
    'http-status',
    `${new URL(head.url).host} answered with status ${head.status}`,
    {
      subject: head.url,
      httpStatus: head.status,
      remedy: missing
        ? 'The file is not there (any more): check the version or try another mirror.'
        : 'Try again later or another mirror.',
    },
  );
}

function mismatch(head: ResponseHead, text: string): WebbootError {
  return new WebbootError('length-mismatch', `${new URL(head.url).host} sent ${text}`, {
    subject: head.url,
    remedy: 'Try another mirror, or go round the proxy in between.',
  });
}

function validators(head: ResponseHead): { etag?: string; lastModified?: string } {
  const { etag, 'last-modified': lastModified } = head.headers;
  return {
    ...(etag !== undefined && { etag }),
    ...(lastModified !== undefined && { lastModified }),
  };
}
