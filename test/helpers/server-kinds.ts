import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Asked {
  /** Counts the requests of the server's life from 0. */
  readonly index: number;
  readonly path: string;
  readonly range: { readonly first: number; readonly last: number } | undefined;
}

type Answer = (asked: Asked, response: ServerResponse, file: Uint8Array) => void;

export interface KindServer {
  readonly url: string;
  close(): Promise<void>;
}

/** Servers, and what stands in front of them, as they are found: curl gets the file from each. */
const serverKinds = {
  'parts as the standard has them': parts(),
  'the whole file, whatever is asked for': whole(),
  'the whole file without its length': ({ index }, response, file) => {
    response.write(file.subarray(0, 1_000 + index));
    response.end(file.subarray(1_000 + index));
  },
  'HTTP/1.0: the end is where the connection closes': (_, response, file) => {
    response.socket?.write('HTTP/1.0 200 OK\r\nServer: old\r\n\r\n');
    response.socket?.end(file);
  },
  'another ETag from each backend': parts(({ index }) => ({ etag: `"backend-${index % 3}"` })),
  'a weak ETag beside a strong one': parts(({ index }) => ({ etag: index % 2 ? 'W/"a"' : '"a"' })),
  'an ETag from some backends only': parts(
    ({ index }): Headers => (index % 2 ? {} : { etag: '"a"' }),
  ),
  'another Last-Modified from each backend': parts(({ index }) => ({
    'last-modified': new Date(1.7e12 + (index % 3) * 5_000).toUTCString(),
  })),
  'a Content-Range of other bytes, always': parts(shifted),
  'a Content-Range of other bytes, once': at(1, parts(shifted)),
  'a Content-Range without a range': parts((_, file) => ({
    'content-range': `bytes */${file.length}`,
  })),
  'a Content-Range without the length of the file': parts(({ range }, file) => ({
    'content-range': `bytes ${range?.first}-${lastOf(range, file)}/*`,
  })),
  'no Content-Range': parts(() => ({ 'content-range': undefined })),
  'parts that end early': shorter(100_000),
  crumbs: shorter(1_000),
  'parts that begin earlier': earlier,
  'parts that begin at 0 and say otherwise': (asked, response, file) => {
    const { range } = asked;
    if (range === undefined) return whole()(asked, response, file);
    const last = lastOf(range, file);
    head(response, 206, last - range.first + 1, {
      'content-range': `bytes ${range.first}-${last}/${file.length}`,
    });
    response.end(file.subarray(0, last - range.first + 1));
  },
  'several parts in one body': (asked, response, file) => {
    const { range } = asked;
    if (range === undefined) return whole()(asked, response, file);
    const last = lastOf(range, file);
    response.writeHead(206, { 'content-type': 'multipart/byteranges; boundary=edge' });
    response.write(`--edge\r\nContent-Range: bytes ${range.first}-${last}/${file.length}\r\n\r\n`);
    response.write(file.subarray(range.first, last + 1));
    response.end('\r\n--edge--\r\n');
  },
  'status 416 to every range': ranged(416),
  'status 416 to one range': at(1, ranged(416)),
  'status 400 to every range': ranged(400),
  'status 501 to every range': ranged(501),
  'the whole file to one range': at(2, whole()),
  'a cut connection to every range': (asked, response, file) => {
    if (asked.range === undefined) whole()(asked, response, file);
    else response.socket?.destroy();
  },
  'a connection that is cut once': at(1, (_, response, file) => {
    head(response, 200, file.length);
    response.write(file.subarray(0, file.length >> 1));
    setTimeout(() => response.socket?.destroy(), 20);
  }),
  'status 503 with Retry-After in seconds': busy(503, () => '1'),
  'status 503 with Retry-After as a date': busy(503, () =>
    new Date(Date.now() + 2_000).toUTCString(),
  ),
  'status 429 without Retry-After': busy(429, () => undefined),
  'status 502 once': at(0, (_, response) => response.writeHead(502).end('bad gateway')),
  'status 203 from a proxy': (_, response, file) => {
    head(response, 203, file.length);
    response.end(file);
  },
  'redirects that are relative and have fragments': redirects(3, (next) => `../${next}/x.iso#top`),
  'redirects with letters that are to be coded': redirects(2, (next) => `/${next}/ä b.iso`),
  'as many redirects as curl follows': redirects(45, (next) => `/${next}/x.iso`),
  'headers of 40 KB': parts(() => ({ 'set-cookie': Array(10).fill('x'.repeat(4_000)) })),
  'a coding that is none': parts(() => ({ 'content-encoding': 'none' })),
  'a coding without a name': parts(() => ({ 'content-encoding': '' })),
  'a connection for each answer': parts(() => ({ connection: 'close' })),
  'an answer 100 that nobody asked for': raw((asked, file) =>
    ['HTTP/1.1 100 Continue', '', ...headLines(asked, file), '', ''].join('\r\n'),
  ),
  'a header over several lines': raw((asked, file) =>
    [...headLines(asked, file), 'X-Policy: a', ' b', '', ''].join('\r\n'),
  ),
  'lines that end without CR': raw((asked, file) => [...headLines(asked, file), '', ''].join('\n')),
  'two addresses to go on to': (asked, response, file) => {
    if (asked.path.startsWith('/1/')) return parts()(asked, response, file);
    const lines = ['HTTP/1.1 302 Found', 'Location: /1/x.iso', 'Location: /1/y.iso', '', ''];
    response.socket?.end(lines.join('\r\n'));
  },
  'status 403 to every range': ranged(403),
  'status 204 to every range': ranged(204),
  'parts without a length of the body': parts(() => ({
    'content-length': undefined,
    'transfer-encoding': 'chunked',
  })),
} as const satisfies Readonly<Record<string, Answer>>;

export type ServerKind = keyof typeof serverKinds;

export const serverKindNames = Object.keys(serverKinds) as readonly ServerKind[];

/** Serves `file` under every path. */
export async function startKindServer(kind: ServerKind, file: Uint8Array): Promise<KindServer> {
  const answer: Answer = serverKinds[kind];
  let index = 0;
  const server = createServer((request, response) => {
    const asked = { index, path: request.url ?? '/', range: rangeOf(request, file) };
    index += 1;
    answer(asked, response, file);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/0/image.iso`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

type Headers = Readonly<Record<string, string | readonly string[] | number | undefined>>;

function parts(more: (asked: Asked, file: Uint8Array) => Headers = () => ({})): Answer {
  return (asked, response, file) => {
    const { range } = asked;
    // What is said of a part is said with a part only.
    const { 'content-range': told, ...others } = more(asked, file);
    if (range === undefined) {
      head(response, 200, file.length, others);
      response.end(file);
    } else if (range.first >= file.length) {
      head(response, 416, 0, { 'content-range': `bytes */${file.length}` });
      response.end();
    } else {
      const last = lastOf(range, file);
      const right = `bytes ${range.first}-${last}/${file.length}`;
      const saysNothing = 'content-range' in more(asked, file);
      head(response, 206, last - range.first + 1, {
        'content-range': saysNothing ? told : right,
        ...others,
      });
      response.end(file.subarray(range.first, last + 1));
    }
  };
}

/** An answer as it is written, on a connection that ends with it. */
function raw(head: (asked: Asked, file: Uint8Array) => string): Answer {
  return (asked, response, file) => {
    const { range } = asked;
    response.socket?.write(head(asked, file), 'latin1');
    response.socket?.end(range ? file.subarray(range.first, lastOf(range, file) + 1) : file);
  };
}

function headLines({ range }: Asked, file: Uint8Array): readonly string[] {
  if (range === undefined) return ['HTTP/1.1 200 OK', `Content-Length: ${file.length}`];
  const last = lastOf(range, file);
  return [
    'HTTP/1.1 206 Partial Content',
    `Content-Length: ${last - range.first + 1}`,
    `Content-Range: bytes ${range.first}-${last}/${file.length}`,
  ];
}

function whole(): Answer {
  return (_, response, file) => {
    head(response, 200, file.length);
    response.end(file);
  };
}

/** One answer of a kind among sound ones. */
function at(place: number, answer: Answer): Answer {
  return (asked, response, file) => {
    const chosen = asked.index === place ? answer : parts();
    chosen(asked, response, file);
  };
}

function ranged(status: number): Answer {
  return (asked, response, file) => {
    if (asked.range === undefined) whole()(asked, response, file);
    else response.writeHead(status).end('no parts here');
  };
}

function shifted({ range }: Asked, file: Uint8Array): Headers {
  if (range === undefined) return {};
  return { 'content-range': `bytes ${range.first + 1}-${lastOf(range, file) + 1}/${file.length}` };
}

function shorter(most: number): Answer {
  return (asked, response, file) => {
    const { range } = asked;
    const cut = range && { first: range.first, last: Math.min(range.last, range.first + most - 1) };
    parts()({ ...asked, range: cut }, response, file);
  };
}

function earlier(asked: Asked, response: ServerResponse, file: Uint8Array): void {
  const { range } = asked;
  const early = range && { first: Math.max(0, range.first - 4_096), last: range.last };
  parts()({ ...asked, range: early }, response, file);
}

function busy(status: number, retryAfter: () => string | undefined): Answer {
  return (asked, response, file) => {
    if (asked.index >= 2) return parts()(asked, response, file);
    const told = retryAfter();
    response.writeHead(status, told === undefined ? {} : { 'retry-after': told }).end('later');
  };
}

function redirects(count: number, location: (next: number) => string): Answer {
  return (asked, response, file) => {
    const hop = Number(/^\/(\d+)\//.exec(asked.path)?.[1] ?? 0);
    if (hop >= count) return parts()(asked, response, file);
    const coded = Buffer.from(location(hop + 1), 'utf8').toString('latin1');
    response.writeHead([301, 302, 303, 307, 308][hop % 5] ?? 302, { location: coded }).end('there');
  };
}

function head(response: ServerResponse, status: number, length: number, more: Headers = {}): void {
  for (const [name, value] of Object.entries({ 'content-length': length, ...more })) {
    if (value !== undefined) response.setHeader(name, value);
  }
  response.writeHead(status);
}

function rangeOf({ headers }: IncomingMessage, file: Uint8Array): Asked['range'] {
  const match = /^bytes=(\d+)-(\d*)$/.exec(headers.range ?? '');
  if (match === null) return undefined;
  return { first: Number(match[1]), last: match[2] ? Number(match[2]) : file.length - 1 };
}

function lastOf(range: Asked['range'], file: Uint8Array): number {
  return Math.min(range?.last ?? file.length - 1, file.length - 1);
}
