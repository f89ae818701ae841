import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { createNetwork } from '../../../src/net/network.ts';
import type { TransportLimits } from '../../../src/net/transport-options.ts';
import { createTestCertificates, type TestCertificates } from '../../helpers/certificates.ts';

/** Not enough to be fetched in two parts. */
const image = randomBytes(1_500_000);
let work: string;
let certificates: TestCertificates;
beforeAll(async () => {
  work = await mkdtemp(join(tmpdir(), 'webboot-warm-'));
  certificates = await createTestCertificates(work);
});
afterAll(() => rm(work, { recursive: true }));

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

function answer(request: IncomingMessage, response: ServerResponse): void {
  if (request.url === '/redirect.iso') {
    response.writeHead(302, { location: '/live.iso' }).end('It is elsewhere.');
    return;
  }
  const [, from, to] = /bytes=(\d+)-(\d+)/.exec(request.headers.range ?? '') ?? [];
  if (from === undefined) {
    response.end('a signature');
    return;
  }
  const body = image.subarray(Number(from), Number(to) + 1);
  const range = `bytes ${from}-${Number(from) + body.length - 1}/${image.length}`;
  response.writeHead(206, { 'content-range': range, 'content-length': body.length }).end(body);
}

/** Tells what was asked for on each connection; `cuts` ends one instead of answering. */
async function serve(cuts: (asked: readonly string[]) => boolean = () => false) {
  const connections = new Map<Socket, string[]>();
  const server = createServer(certificates, (request, response) => {
    const asked = connections.get(request.socket) ?? [];
    asked.push(request.url ?? '');
    if (cuts(asked)) request.socket.destroy();
    else answer(request, response);
  });
  server.on('secureConnection', (socket) => connections.set(socket, []));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closers.push(() => {
    server.close();
    server.closeAllConnections();
  });
  const { port } = server.address() as AddressInfo;
  return { origin: `https://127.0.0.1:${port}`, connections };
}

function networkOf(limits: Partial<TransportLimits> = {}) {
  return createNetwork({ ca: certificates.cert, limits: { attempts: 1, ...limits } });
}

it('peeks, fetches the signature and downloads over one connection', async () => {
  const { origin, connections } = await serve();
  const network = networkOf();
  const urls = [`${origin}/redirect.iso`];
  const remote = await network.open(urls);
  const part = await remote.read(1_200_000, 1000);
  expect(Buffer.from(part)).toEqual(image.subarray(1_200_000, 1_201_000));
  await remote.close();
  const { bytes } = await network.fetchSmall([`${origin}/live.iso.sig`]);
  expect(Buffer.from(bytes).toString()).toBe('a signature');
  const sink = join(work, 'warm.iso');
  await network.download({ urls, sink, expectedBytes: image.length });
  expect(await readFile(sink)).toEqual(image);
  expect([...connections.values()]).toEqual([
    [
      ...['/redirect.iso', '/live.iso', '/live.iso', '/live.iso.sig'],
      ...['/redirect.iso', '/live.iso'],
    ],
  ]);
});

it('asks anew if a connection died while it was idle, and holds it against no mirror', async () => {
  const { origin, connections } = await serve((asked) => asked.length > 1);
  const network = networkOf();
  await network.fetchSmall([`${origin}/SHA256SUMS`]);
  await network.fetchSmall([`${origin}/SHA256SUMS.sig`]);
  const notes: string[] = [];
  const sink = join(work, 'cut.iso');
  const onNote = (note: string) => notes.push(note);
  await network.download({
    urls: [`${origin}/live.iso`],
    sink,
    expectedBytes: image.length,
    onNote,
  });
  expect(await readFile(sink)).toEqual(image);
  expect(notes).toEqual([]);
  expect(connections.size).toBeGreaterThan(1);
});

it('reports a server that cuts every connection', async () => {
  const { origin } = await serve(() => true);
  const network = networkOf();
  for (const name of ['one', 'two']) {
    await expect(network.fetchSmall([`${origin}/${name}`])).rejects.toMatchObject({
      code: 'connection-lost',
    });
  }
});

it('cuts an idle connection after a while', async () => {
  const { origin, connections } = await serve();
  await networkOf({ warmMs: 50 }).fetchSmall([`${origin}/SHA256SUMS`]);
  const [socket] = connections.keys();
  if (socket?.destroyed === false) await once(socket, 'close');
  expect(socket?.destroyed).toBe(true);
});
