import type { IncomingMessage, ServerResponse } from 'node:http';
import { isIPv6, type Socket } from 'node:net';
import { acceptedLanguage } from './accept-language.ts';
import { parseByteRange } from './byte-range.ts';
import type { Resource } from './resources.ts';
import { type Sending, sendFile } from './send-file.ts';

/** So written: GRUB 2.12 compares the letters, and takes a file of unknown length for too large to be verified. */
const lengthHeader = 'Content-Length';

/** Answers one request (RFC 9110); whatever is asked for that is not in the table is not there. */
export async function answerRequest(
  request: IncomingMessage,
  answer: ServerResponse,
  { resources, ...sending }: Sending & { readonly resources: ReadonlyMap<string, Resource> },
): Promise<void> {
  answer.once('finish', () => sending.tally.answered(answer.statusCode));
  answer.setHeader('x-content-type-options', 'nosniff');
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    return refuse(answer, 405, { allow: 'GET, HEAD', connection: 'close' });
  }
  // A body has no meaning here, and is not waited for.
  const { 'transfer-encoding': coding, 'content-length': length = '0' } = request.headers;
  if (coding !== undefined || length !== '0') return refuse(answer, 400, { connection: 'close' });
  const [path = ''] = (request.url ?? '').split('?');
  // shim joins its own folder and "/grubx64.efi" when it came by UEFI HTTP boot.
  const resource = resources.get(path.replace(/\/{2,}/g, '/'));
  keepForLoader(request.socket, resource, answer, sending.limits.loaderMs);
  if (resource === undefined) return refuse(answer, 404);
  if (resource.etag !== undefined) {
    answer.setHeader('etag', resource.etag);
    if (names(request.headers['if-none-match'], resource.etag)) {
      answer.statusCode = 304;
      answer.end();
      return;
    }
  }
  if (resource.kind === 'file') return answerFile(request, answer, resource, sending);
  const language = acceptedLanguage(request.headers['accept-language']);
  const bytes = await resource.read({ server: urlOf(request.socket), language });
  if (bytes === undefined) return refuse(answer, 404);
  answer.writeHead(200, {
    ...resource.headers,
    'content-type': resource.type,
    [lengthHeader]: bytes.length,
  });
  answer.end(request.method === 'HEAD' ? undefined : bytes);
}

/** Connections that a boot loader has asked on. */
const loaders = new WeakSet<Socket>();

/**
 * GRUB that came by UEFI HTTP boot asks again on the same connection after a person has looked at its
 * menu; the last that it has asked for by then is a file that is not there.
 */
function keepForLoader(
  socket: Socket,
  resource: Resource | undefined,
  answer: ServerResponse,
  loaderMs: number,
): void {
  if (resource?.forLoader === true) loaders.add(socket);
  if (loaders.has(socket)) answer.once('finish', () => socket.setTimeout(loaderMs));
}

async function answerFile(
  request: IncomingMessage,
  answer: ServerResponse,
  { file, label, etag, headers, forLoader }: Extract<Resource, { readonly kind: 'file' }>,
  { limits, ...sending }: Sending,
): Promise<void> {
  if (!(await file.unchanged())) return refuse(answer, 410);
  const size = file.bytes;
  // Of another version, the whole file is wanted (RFC 9110, section 13.1.5).
  const current = (request.headers['if-range'] ?? etag) === etag;
  const range = parseByteRange(current ? request.headers.range : undefined, size);
  answer.setHeader('accept-ranges', 'bytes');
  if (range.kind === 'unsatisfiable') {
    return refuse(answer, 416, { 'content-range': `bytes */${size}` });
  }
  const { start, end } = range.kind === 'part' ? range : { start: 0, end: size };
  answer.writeHead(range.kind === 'part' ? 206 : 200, {
    ...headers,
    'content-type': 'application/octet-stream',
    [lengthHeader]: end - start,
    ...(range.kind === 'part' && { 'content-range': `bytes ${start}-${end - 1}/${size}` }),
  });
  if (request.method === 'HEAD') {
    answer.end();
    return;
  }
  const chunkMs = forLoader === true ? limits.loaderMs : limits.chunkMs;
  if (chunkMs > limits.idleMs) answer.setTimeout(chunkMs);
  const patient = { ...sending, limits: { ...limits, chunkMs } };
  await sendFile(answer, { file, label }, { start, end }, patient);
}

function refuse(
  answer: ServerResponse,
  status: number,
  headers: Readonly<Record<string, string>> = {},
): void {
  answer.writeHead(status, { ...headers, [lengthHeader]: 0 });
  answer.end();
}

/** Whether `If-None-Match` has the tag (RFC 9110, section 13.1.2). */
function names(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  return header.split(',').some((tag) => ['*', etag, `W/${etag}`].includes(tag.trim()));
}

/** Where the client has reached this server; undefined for an address that only its own link knows (RFC 6874). */
function urlOf({ localAddress = '', localPort }: Socket): string | undefined {
  const address = localAddress.replace(/^::ffff:(?=\d)/i, '');
  if (address === '' || /^fe80:/i.test(address)) return undefined;
  return `http://${isIPv6(address) ? `[${address}]` : address}:${localPort}`;
}
