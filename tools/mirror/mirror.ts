import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { join, normalize } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parseByteRange } from '../../src/serve/byte-range.ts';

/** What the mirror does to one file, so that the refusal can be seen. `path` begins with `/`. */
export type MirrorFault =
  | { readonly kind: 'flip'; readonly path: string; readonly offset: number }
  /** The file ends there, by its length too: an upload that broke off. */
  | { readonly kind: 'truncate'; readonly path: string; readonly bytes: number }
  /** Sends so much of a reply and then nothing more, with the connection open. */
  | { readonly kind: 'stall'; readonly path: string; readonly bytes: number }
  /** No faster than that, each connection. */
  | { readonly kind: 'slow'; readonly path: string; readonly bytesPerSecond: number };

export interface Mirror {
  readonly port: number;
  /** As this machine reaches it. */
  readonly url: string;
  /** As a guest with QEMU's user networking reaches it. */
  readonly guestUrl: string;
  readonly requests: readonly { readonly method: string; readonly path: string }[];
  /** Up to now, over all connections. */
  readonly bytesSent: number;
  /** Applies to requests from now on; `undefined` heals. */
  setFault(fault: MirrorFault | undefined): void;
  close(): Promise<void>;
}

/** Serves a folder on loopback by HTTP/1.1 with byte ranges (RFC 9110, sections 13 and 14). */
export async function startMirror(directory: string, { port = 0 } = {}): Promise<Mirror> {
  let fault: MirrorFault | undefined;
  const requests: { method: string; path: string }[] = [];
  const sockets: Socket[] = [];
  const server = createServer((request, response) => {
    const path = requestPath(request);
    requests.push({ method: request.method ?? '', path });
    const active = fault?.path === path ? fault : undefined;
    // A client that goes away in the middle is its own affair.
    serve(join(directory, path), { request, response, fault: active }).catch(() =>
      response.destroy(),
    );
  });
  server.on('connection', (socket) => sockets.push(socket));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const bound = (server.address() as AddressInfo).port;
  return {
    port: bound,
    url: `http://127.0.0.1:${bound}`,
    guestUrl: `http://10.0.2.2:${bound}`,
    requests,
    get bytesSent() {
      return sockets.reduce((sum, socket) => sum + socket.bytesWritten, 0);
    },
    setFault: (next) => {
      fault = next;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Normalised as an absolute path, so that no `..` leads out of the folder. */
function requestPath(request: IncomingMessage): string {
  try {
    return normalize(
      `/${decodeURIComponent(new URL(request.url ?? '/', 'http://m').pathname)}`,
    ).replace(/^\/+/, '/');
  } catch {
    return '/';
  }
}

async function serve(
  file: string,
  {
    request,
    response,
    fault,
  }: { request: IncomingMessage; response: ServerResponse; fault: MirrorFault | undefined },
): Promise<void> {
  const facts = await stat(file).catch(() => undefined);
  if (facts === undefined || !facts.isFile()) {
    response.writeHead(404).end();
    return;
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.writeHead(405, { allow: 'GET, HEAD' }).end();
    return;
  }
  const size = fault?.kind === 'truncate' ? Math.min(fault.bytes, facts.size) : facts.size;
  const etag = `"${size.toString(16)}-${Math.trunc(facts.mtimeMs).toString(16)}"`;
  const lastModified = facts.mtime.toUTCString();
  const condition = request.headers['if-range'];
  const unchanged = condition === undefined || condition === etag || condition === lastModified;
  const range = unchanged
    ? parseByteRange(request.headers.range, size)
    : { kind: 'whole' as const };
  const common = { etag, 'last-modified': lastModified, 'accept-ranges': 'bytes' };
  if (range.kind === 'unsatisfiable') {
    response.writeHead(416, { ...common, 'content-range': `bytes */${size}` }).end();
    return;
  }
  const start = range.kind === 'part' ? range.start : 0;
  const end = range.kind === 'part' ? range.end : size;
  response.writeHead(range.kind === 'part' ? 206 : 200, {
    ...common,
    'content-type': 'application/octet-stream',
    'content-length': end - start,
    ...(range.kind === 'part' ? { 'content-range': `bytes ${start}-${end - 1}/${size}` } : {}),
  });
  if (request.method === 'HEAD' || start === end) {
    response.end();
    return;
  }
  const source = createReadStream(file, { start, end: end - 1, highWaterMark: 256 * 1024 });
  if (fault === undefined || fault.kind === 'truncate') await pipeline(source, response);
  else await pipeline(source, faultyTransform(fault, start), response);
}

function faultyTransform(
  fault: Exclude<MirrorFault, { kind: 'truncate' }>,
  start: number,
): Transform {
  let position = start;
  let sent = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      if (fault.kind === 'flip') {
        const at = fault.offset - position;
        position += chunk.length;
        if (at >= 0 && at < chunk.length) chunk.writeUInt8(chunk.readUInt8(at) ^ 1, at);
        done(null, chunk);
        return;
      }
      if (fault.kind === 'slow') {
        setTimeout(() => done(null, chunk), (chunk.length / fault.bytesPerSecond) * 1000);
        return;
      }
      const rest = Math.max(0, fault.bytes - sent);
      sent += chunk.length;
      if (rest >= chunk.length) done(null, chunk);
      // Never calling `done` is the stall; it ends with the connection.
      else this.push(chunk.subarray(0, rest));
    },
  });
}
