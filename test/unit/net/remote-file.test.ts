import { randomBytes } from 'node:crypto';
import { afterEach, expect, test } from 'vitest';
import { createNetwork } from '../../../src/net/network.ts';
import { type Fault, startFaultServer } from '../../helpers/fault-server.ts';
import { type ServerKind, startKindServer } from '../../helpers/server-kinds.ts';

const quick = { connectMs: 500, headersMs: 500, idleMs: 300, backoffMs: 5 };
const network = createNetwork({ limits: quick });
const file = new Uint8Array(randomBytes(6 * 1024 * 1024 + 123));
const closers: (() => Promise<void>)[] = [];

afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()));
});

async function serve(fault?: (index: number) => Fault, bytes = file) {
  const server = await startFaultServer({
    bytes,
    etag: '"one"',
    fault: ({ index }) => fault?.(index) ?? { kind: 'none' },
  });
  closers.push(server.close);
  return server;
}

async function open(...urls: readonly string[]) {
  const remote = await network.open(urls);
  closers.push(remote.close);
  return remote;
}

test('gives the exact bytes of scattered, overlapping and concurrent reads', async () => {
  const { url } = await serve();
  const remote = await open(url);
  expect(remote.size).toBe(file.length);
  const places = Array.from({ length: 60 }, (_, index) => (index * 739_391) % file.length);
  await Promise.all(
    places.map(async (offset, index) => {
      const length = index * 5_003;
      const bytes = await remote.read(offset, length);
      expect(Buffer.compare(bytes, file.subarray(offset, offset + length))).toBe(0);
    }),
  );
  expect(Buffer.compare(await remote.read(0, file.length), file)).toBe(0);
});

test('gives fewer bytes only where the file ends', async () => {
  const { url } = await serve();
  const remote = await open(url);
  expect(await remote.read(file.length - 10, 100)).toHaveLength(10);
  expect(await remote.read(file.length, 100)).toHaveLength(0);
  expect(await remote.read(file.length + 5, 100)).toHaveLength(0);
});

test('asks once for what lies together and again for nothing', async () => {
  const { url, requests } = await serve();
  const remote = await open(url);
  await remote.read(32_768, 2_048);
  await Promise.all([remote.read(3_000_000, 100), remote.read(3_000_200, 100)]);
  await remote.read(3_000_100, 100);
  expect(requests).toHaveLength(2);
  expect(remote.requests).toBe(2);
  expect(remote.bytesRead).toBeLessThanOrEqual(400_000);
});

test('reads ahead further and further in a sequential read', async () => {
  const { url, requests } = await serve();
  const remote = await open(url);
  for (let offset = 0; offset < file.length; offset += 16_384) {
    await remote.read(offset, 16_384);
  }
  expect(requests.length).toBeLessThanOrEqual(8);
});

test('tells a server without Range at once and does not read its body', async () => {
  const big = new Uint8Array(64 * 1024 * 1024);
  const server = await serve(() => ({ kind: 'ignore-range' }), big);
  await expect(network.open([server.url])).rejects.toMatchObject({ code: 'range-unsupported' });
  expect(server.bytesSent).toBeLessThan(16 * 1024 * 1024);
  expect(server.requests).toHaveLength(1);
});

test('goes to the next mirror where the first one has no Range or no file', async () => {
  const whole = await serve(() => ({ kind: 'ignore-range' }));
  const missing = await serve(() => ({ kind: 'status', status: 404 }));
  const good = await serve();
  const remote = await open(whole.url, missing.url, good.url);
  expect(remote.url).toBe(good.url);
  expect(
    Buffer.compare(await remote.read(1_000_000, 64), file.subarray(1_000_000, 1_000_064)),
  ).toBe(0);
});

test('goes on with another mirror when one fails midway', async () => {
  const dying = await serve((index) => (index === 0 ? { kind: 'none' } : { kind: 'refuse' }));
  const good = await serve();
  const remote = await open(dying.url, good.url);
  const bytes = await remote.read(2_000_000, 1_000);
  expect(Buffer.compare(bytes, file.subarray(2_000_000, 2_001_000))).toBe(0);
});

test('names a file that changes midway', async () => {
  const other = new Uint8Array(randomBytes(file.length));
  const bytes = { now: file };
  const server = await startFaultServer({
    get bytes() {
      return bytes.now;
    },
    get etag() {
      return bytes.now === file ? '"one"' : '"two"';
    },
  });
  closers.push(server.close);
  const remote = await open(server.url);
  bytes.now = other;
  await expect(remote.read(2_000_000, 1_000)).rejects.toMatchObject({ code: 'file-changed' });
});

const inspectable: readonly ServerKind[] = [
  'another ETag from each backend',
  'a weak ETag beside a strong one',
  'another Last-Modified from each backend',
  'a Content-Range of other bytes, once',
  'parts that end early',
  'parts that begin earlier',
  'status 416 to one range',
  'status 503 with Retry-After in seconds',
  'status 429 without Retry-After',
  'headers of 40 KB',
];

test.each(inspectable)('reads anywhere in a file from a server that sends %s', async (kind) => {
  const server = await startKindServer(kind, file);
  closers.push(server.close);
  const remote = await createNetwork({ limits: { ...quick, busyFirstMs: 20 } }).open([server.url]);
  closers.push(remote.close);
  expect(remote.size).toBe(file.length);
  for (const offset of [3_000_000, 1_000_000, file.length - 500]) {
    const bytes = await remote.read(offset, 200_000);
    expect(Buffer.compare(bytes, file.subarray(offset, offset + 200_000))).toBe(0);
  }
});

test.each<[Fault, string]>([
  [{ kind: 'status', status: 404 }, 'http-status'],
  [{ kind: 'gzip' }, 'encoding-unexpected'],
  [{ kind: 'wrong-range' }, 'range-unsupported'],
  [{ kind: 'stall', after: 1_000 }, 'connection-stalled'],
  [{ kind: 'cut', after: 1_000 }, 'connection-lost'],
  [{ kind: 'lie', missing: 10 }, 'connection-lost'],
  [{ kind: 'garbage' }, 'encoding-unexpected'],
  [{ kind: 'refuse' }, 'connection-lost'],
  [{ kind: 'redirect', location: '/again' }, 'http-status'],
])('names %j', async (fault, code) => {
  const { url } = await serve(() => fault);
  await expect(network.open([url])).rejects.toMatchObject({ code });
});

test('resumes after cuts that pass', async () => {
  const { url } = await serve((index) =>
    index % 2 === 1 ? { kind: 'cut', after: 7 } : { kind: 'none' },
  );
  const remote = await open(url);
  const bytes = await remote.read(1_000_000, 2_000_000);
  expect(Buffer.compare(bytes, file.subarray(1_000_000, 3_000_000))).toBe(0);
});

test('follows a redirect once and then asks its target', async () => {
  const target = await serve();
  const redirector = await serve(() => ({ kind: 'redirect', location: target.url }));
  const remote = await open(redirector.url);
  await remote.read(5_000_000, 10);
  expect(remote.url).toBe(target.url);
  expect(redirector.requests).toHaveLength(1);
});

test('leaves no connection in use after close, and soon none open', async () => {
  const server = await serve();
  const remote = await createNetwork({ limits: { ...quick, warmMs: 50 } }).open([server.url]);
  const reading = remote.read(4_000_000, 10).catch((error: unknown) => error);
  await remote.close();
  await reading;
  await expect.poll(() => server.openSockets, { timeout: 5000 }).toBe(0);
});

test('cancels by its signal and leaves other readers alone', async () => {
  const { url } = await serve((index) =>
    index === 0 ? { kind: 'none' } : { kind: 'trickle', bytesPerSecond: 400_000 },
  );
  const remote = await open(url);
  const controller = new AbortController();
  const cancelled = remote.read(3_000_000, 10, { signal: controller.signal });
  const other = remote.read(3_000_000, 10);
  controller.abort();
  await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' });
  expect(await other).toHaveLength(10);
});

test('reaches a server by its IPv6 address', async () => {
  const server = await startFaultServer({ bytes: file, host: '::1' });
  closers.push(server.close);
  const remote = await open(server.url);
  expect(remote.size).toBe(file.length);
});
