import { afterEach, expect, test } from 'vitest';
import { createNetwork } from '../../../src/net/network.ts';
import { type Fault, startFaultServer } from '../../helpers/fault-server.ts';

const network = createNetwork({
  limits: { connectMs: 500, headersMs: 500, idleMs: 300, backoffMs: 5, busyFirstMs: 10 },
});
const file = new TextEncoder().encode('d2c7  debian-live.iso\n');
const closers: (() => Promise<void>)[] = [];

afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()));
});

async function serve(fault: (index: number) => Fault = () => ({ kind: 'none' }), bytes = file) {
  const server = await startFaultServer({ bytes, fault: ({ index }) => fault(index) });
  closers.push(server.close);
  return server;
}

test('gives the bytes, the address and the date of the first URL that answers', async () => {
  const missing = await serve(() => ({ kind: 'status', status: 404 }));
  const good = await serve();
  const small = await network.fetchSmall([missing.url, good.url]);
  expect(small.url).toBe(good.url);
  expect(small.bytes).toEqual(file);
  expect(Math.abs((small.date?.getTime() ?? 0) - Date.now())).toBeLessThan(60_000);
});

test('tries again where the server is busy, and not where the file is missing', async () => {
  const busy = await serve((index) =>
    index < 2 ? { kind: 'status', status: 503 } : { kind: 'none' },
  );
  expect((await network.fetchSmall([busy.url])).bytes).toEqual(file);
  const missing = await serve(() => ({ kind: 'status', status: 404 }));
  await expect(network.fetchSmall([missing.url])).rejects.toMatchObject({ code: 'http-status' });
  expect(missing.requests).toHaveLength(1);
});

test('waits for a busy server, unless the file can be done without', async () => {
  const network = createNetwork({ limits: { busyFirstMs: 10, backoffMs: 5 } });
  const busy = await serve((index) =>
    index < 2 ? { kind: 'status', status: 429 } : { kind: 'none' },
  );
  await expect(network.fetchSmall([busy.url], { optional: true })).rejects.toMatchObject({
    httpStatus: 429,
  });
  const notes: string[] = [];
  const { bytes } = await network.fetchSmall([busy.url], { onNote: (text) => notes.push(text) });
  expect(bytes).toEqual(file);
  expect(notes).toHaveLength(1);
});

test('asks the next mirror rather than wait for a busy one', async () => {
  const busy = await serve(() => ({ kind: 'status', status: 503 }));
  const good = await serve();
  const notes: string[] = [];
  const onNote = (text: string) => notes.push(text);
  expect((await network.fetchSmall([busy.url, good.url], { onNote })).url).toBe(good.url);
  expect(notes).toEqual([]);
});

test('takes no more bytes than its bound', async () => {
  const { url } = await serve(undefined, new Uint8Array(20_000));
  await expect(network.fetchSmall([url], { maxBytes: 19_999 })).rejects.toMatchObject({
    code: 'too-large',
  });
  expect((await network.fetchSmall([url], { maxBytes: 20_000 })).bytes).toHaveLength(20_000);
});

test.each<[Fault, string]>([
  [{ kind: 'gzip' }, 'encoding-unexpected'],
  [{ kind: 'cut', after: 5 }, 'connection-lost'],
  [{ kind: 'lie', missing: 1 }, 'connection-lost'],
  [{ kind: 'stall', after: 5 }, 'connection-stalled'],
])('never gives a damaged file: %j', async (fault, code) => {
  const { url } = await serve(() => fault);
  await expect(network.fetchSmall([url])).rejects.toMatchObject({ code });
});

const hurried = createNetwork({
  limits: { connectMs: 500, headersMs: 500, idleMs: 1_000, smallMs: 700, backoffMs: 5 },
});

test.each<[string, Fault]>([
  ['a byte now and then', { kind: 'trickle', bytesPerSecond: 1 }],
  ['interim answers only', { kind: 'early-hints' }],
])('asks the next mirror when one sends %s', async (_, fault) => {
  const slow = await serve(() => fault, new Uint8Array(2_000));
  const good = await serve();
  const begun = performance.now();
  expect((await hurried.fetchSmall([slow.url, good.url])).url).toBe(good.url);
  // Without a deadline: 100 s for the bytes, and no end for the others.
  expect(performance.now() - begun).toBeLessThan(30_000);
  expect(slow.requests).toHaveLength(1);
});

test('lets a long answer go on past the deadline at a fair rate', async () => {
  const long = new Uint8Array(150_000);
  const { url } = await serve(() => ({ kind: 'trickle', bytesPerSecond: 100_000 }), long);
  expect((await hurried.fetchSmall([url])).bytes).toHaveLength(long.length);
});

test('gives up a body whose bytes trickle in', async () => {
  const { url } = await serve(
    () => ({ kind: 'trickle', bytesPerSecond: 1 }),
    new Uint8Array(2_000),
  );
  await expect(hurried.fetchSmall([url])).rejects.toMatchObject({
    code: 'connection-stalled',
    message: expect.stringMatching(/^127\.0\.0\.1:\d+ sent only \d+ bytes in 1 seconds\.$/),
  });
});

test('names what all mirrors did wrong', async () => {
  const one = await serve(() => ({ kind: 'status', status: 404 }));
  const two = await serve(() => ({ kind: 'gzip' }));
  const error = await network.fetchSmall([one.url, two.url]).catch((reason: unknown) => reason);
  expect(error).toMatchObject({ code: 'all-mirrors-failed' });
  expect(String(error)).toMatch(/status 404.*gzip/);
});

test('names an unknown host, a closed port and something that is no URL', async () => {
  await expect(network.fetchSmall(['http://no-such-host.invalid/x'])).rejects.toMatchObject({
    code: 'name-not-resolved',
  });
  const { port, close } = await startFaultServer({ bytes: file });
  await close();
  await expect(network.fetchSmall([`http://127.0.0.1:${port}/`])).rejects.toMatchObject({
    code: 'connection-refused',
  });
  await expect(network.fetchSmall(['ftp://127.0.0.1/x'])).rejects.toMatchObject({ code: 'usage' });
  await expect(network.fetchSmall([])).rejects.toMatchObject({ code: 'all-mirrors-failed' });
});

test('cancels at once', async () => {
  const { url } = await serve(() => ({ kind: 'stall', after: 5 }));
  const signal = AbortSignal.timeout(20);
  await expect(network.fetchSmall([url], { signal })).rejects.toMatchObject({ code: 'cancelled' });
});
