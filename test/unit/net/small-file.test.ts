import { afterEach, expect, test } from 'vitest';
import { createNetwork } from '../../../src/net/network.ts';
import { proxyFromEnvironment } from '../../../src/net/transport-options.ts';
import { type Fault, startFaultServer } from '../../helpers/fault-server.ts';

const network = createNetwork({
  limits: { connectMs: 500, headersMs: 500, idleMs: 300, backoffMs: 5 },
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

test('reads proxies as curl does', () => {
  expect(
    proxyFromEnvironment({
      http_proxy: 'http://one:1',
      HTTP_PROXY: 'http://cgi:1',
      HTTPS_PROXY: 'http://two:2',
      no_proxy: 'localhost',
    }),
  ).toEqual({ http: 'http://one:1', https: 'http://two:2', none: 'localhost' });
  expect(proxyFromEnvironment({})).toEqual({});
});
