import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';

/** One thing that a server does wrong in one answer. */
export type Fault =
  | { readonly kind: 'none' }
  /** The connection is cut after so many bytes of the body. */
  | { readonly kind: 'cut'; readonly after: number }
  /** Nothing comes any more after so many bytes, and the connection stays open. */
  | { readonly kind: 'stall'; readonly after: number }
  | { readonly kind: 'trickle'; readonly bytesPerSecond: number }
  /** The server's file ends early, and its headers say so. */
  | { readonly kind: 'truncate'; readonly size: number }
  /** The headers promise more than the body has; the connection is closed in order. */
  | { readonly kind: 'lie'; readonly missing: number }
  | { readonly kind: 'ignore-range' }
  | { readonly kind: 'wrong-range' }
  | { readonly kind: 'corrupt'; readonly at: number }
  | { readonly kind: 'new-version'; readonly etag: string }
  | { readonly kind: 'gzip' }
  | { readonly kind: 'status'; readonly status: number }
  | { readonly kind: 'redirect'; readonly location: string }
  | { readonly kind: 'garbage' }
  /** Interim answers without an end, and never the final one. */
  | { readonly kind: 'early-hints' }
  /** The connection is cut before any answer. */
  | { readonly kind: 'refuse' };

export interface FaultRequest {
  /** Counts from 0 over the server's life. */
  readonly index: number;
  readonly path: string;
  readonly range: { readonly first: number; readonly last: number } | undefined;
  readonly authorization: string | undefined;
}

export interface FaultServer {
  readonly url: string;
  readonly port: number;
  readonly requests: readonly FaultRequest[];
  /** Bytes of bodies that were written to sockets. */
  readonly bytesSent: number;
  readonly openSockets: number;
  close(): Promise<void>;
}

export interface FaultServerOptions {
  /** Served under every path but those of `files`. */
  readonly bytes: Uint8Array;
  readonly files?: Readonly<Record<string, Uint8Array>>;
  readonly fault?: (request: FaultRequest) => Fault;
  readonly tls?: { readonly key: string; readonly cert: string };
  readonly host?: string;
  readonly etag?: string | undefined;
}

/** A file server on the loopback that serves `bytes`, with faults by request. */
export async function startFaultServer(options: FaultServerOptions): Promise<FaultServer> {
  const requests: FaultRequest[] = [];
  const counters = { sent: 0 };
  const sockets = new Set<{ destroy(): void }>();
  const listener = (request: IncomingMessage, response: ServerResponse) => {
    const seen = {
      index: requests.length,
      path: request.url ?? '/',
      range: parseRange(request.headers.range),
      authorization: request.headers.authorization,
    };
    requests.push(seen);
    answer(options, seen, options.fault?.(seen) ?? { kind: 'none' }, response, counters);
  };
  const server = options.tls
    ? createTlsServer({ ...options.tls }, listener)
    : createServer(listener);
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => {});
  });
  const host = options.host ?? '127.0.0.1';
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  const { port } = server.address() as AddressInfo;
  const name = host.includes(':') ? `[${host}]` : host;
  return {
    url: `${options.tls ? 'https' : 'http'}://${name}:${port}/image.iso`,
    port,
    requests,
    get bytesSent() {
      return counters.sent;
    },
    get openSockets() {
      return sockets.size;
    },
    close: async () => {
      for (const socket of sockets) {
        socket.destroy();
      }
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function parseRange(header: string | undefined): FaultRequest['range'] {
  const match = /^bytes=(\d+)-(\d*)$/.exec(header ?? '');
  return match
    ? { first: Number(match[1]), last: match[2] ? Number(match[2]) : Number.MAX_SAFE_INTEGER }
    : undefined;
}

function answer(
  options: FaultServerOptions,
  { path, range }: FaultRequest,
  fault: Fault,
  response: ServerResponse,
  counters: { sent: number },
): void {
  if (fault.kind === 'refuse') {
    response.socket?.destroy();
    return;
  }
  if (fault.kind === 'garbage') {
    response.socket?.end('\u0000\u0001\u0002 no HTTP here\r\n\r\n');
    return;
  }
  if (fault.kind === 'early-hints') {
    const hint = setInterval(() => {
      response.socket?.write('HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n');
    }, 20);
    response.socket?.on('close', () => clearInterval(hint));
    return;
  }
  if (fault.kind === 'status') {
    response.writeHead(fault.status).end('sorry');
    return;
  }
  if (fault.kind === 'redirect') {
    response.writeHead(302, { location: fault.location }).end('elsewhere');
    return;
  }
  const whole = options.files?.[path] ?? options.bytes;
  const file = fault.kind === 'truncate' ? whole.subarray(0, fault.size) : whole;
  const etag = fault.kind === 'new-version' ? fault.etag : options.etag;
  const ranged = range !== undefined && fault.kind !== 'ignore-range';
  if (ranged && range.first >= file.length) {
    response.writeHead(416, { 'content-range': `bytes */${file.length}` }).end();
    return;
  }
  const first = ranged ? range.first : 0;
  const last = ranged ? Math.min(range.last, file.length - 1) : file.length - 1;
  const shift = fault.kind === 'wrong-range' ? 1 : 0;
  let body = file.subarray(first, last + 1);
  if (fault.kind === 'corrupt' && fault.at >= first && fault.at <= last) {
    body = Uint8Array.from(body);
    body[fault.at - first] = (body[fault.at - first] ?? 0) ^ 0x20;
  }
  if (fault.kind === 'gzip') {
    body = gzipSync(body.subarray(0, 100_000));
  }
  response.writeHead(ranged ? 206 : 200, {
    'content-length': body.length,
    ...(etag !== undefined && { etag }),
    ...(ranged && { 'content-range': `bytes ${first + shift}-${last + shift}/${file.length}` }),
    ...(fault.kind === 'gzip' && { 'content-encoding': 'gzip' }),
  });
  send(response, body, fault, counters);
}

function send(
  response: ServerResponse,
  body: Uint8Array,
  fault: Fault,
  counters: { sent: number },
): void {
  const write = (bytes: Uint8Array) => {
    counters.sent += bytes.length;
    return response.write(bytes);
  };
  if (fault.kind === 'cut' || fault.kind === 'stall') {
    write(body.subarray(0, fault.after));
    if (fault.kind === 'cut' || fault.after >= body.length) {
      // Through the queue: what was written before the cut arrives.
      setImmediate(() => response.socket?.destroySoon());
    }
    return;
  }
  if (fault.kind === 'lie') {
    write(body.subarray(0, Math.max(0, body.length - fault.missing)));
    response.socket?.end();
    return;
  }
  const step = fault.kind === 'trickle' ? Math.ceil(fault.bytesPerSecond / 20) : 256 * 1024;
  let at = 0;
  const pump = () => {
    while (at < body.length && !response.destroyed) {
      const more = write(body.subarray(at, at + step));
      at += step;
      if (fault.kind === 'trickle') {
        setTimeout(pump, 50);
        return;
      }
      if (!more) {
        response.once('drain', pump);
        return;
      }
    }
    response.end();
  };
  pump();
}
