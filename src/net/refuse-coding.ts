import type { IncomingHttpHeaders } from 'node:http';
import { WebbootError } from '../errors.ts';

/** RFC 9110, section 8.4.1, and what is not registered but in use. Other names code nothing. */
const codings: ReadonlySet<string> = new Set([
  'gzip',
  'x-gzip',
  'compress',
  'x-compress',
  'deflate',
  'br',
  'zstd',
  'xz',
  'bzip2',
  'lzma',
]);

/** Bytes are asked for as they are (`identity`); a coded body would not be the file's bytes. */
export function refuseCoding(url: string, headers: IncomingHttpHeaders): void {
  const { 'content-encoding': content = '', 'transfer-encoding': transfer = '' } = headers;
  const coding = `${content},${transfer}`
    .toLowerCase()
    .split(',')
    .map((name) => name.trim())
    .find((name) => codings.has(name));
  if (coding === undefined) return;
  throw new WebbootError(
    'encoding-unexpected',
    `${new URL(url).host} sends the file coded as ${coding}.`,
    { subject: url, remedy: 'Try another mirror, or bypass the proxy in between.' },
  );
}
