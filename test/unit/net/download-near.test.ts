import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { remoteTransport } from '../../../src/boot/transports/remote.ts';
import { remoteLocation } from '../../../src/core/image/image-location.ts';
import { WebbootError } from '../../../src/errors.ts';
import { createNetwork } from '../../../src/net/network.ts';
import type { DownloadRequest, TransferProgress } from '../../../src/ports/transfer.ts';
import { type Fault, startFaultServer } from '../../helpers/fault-server.ts';
import { digestOf, serveImage } from '../../helpers/served-image.ts';

const limits = {
  connectMs: 500,
  headersMs: 2_000,
  idleMs: 2_000,
  backoffMs: 5,
  backoffMaxMs: 50,
  outageMs: 10_000,
  slowAfterMs: 400,
};
const network = createNetwork({ limits });
const size = 12_000_000;
const closers: (() => Promise<void>)[] = [];
let folder = '';
let sink = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'webboot-near-'));
  sink = join(folder, 'image.iso.part');
});
afterAll(() => rm(folder, { recursive: true }));
afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()));
});

async function faulty(bytes: Uint8Array, fault?: () => Fault) {
  const server = await startFaultServer({ bytes, ...(fault && { fault }) });
  closers.push(server.close);
  return server;
}

/** Downloads, judged by the digest of the right bytes; `notes` and `last` are what was reported. */
async function download(right: Uint8Array, urls: readonly string[], near: readonly string[]) {
  const notes: string[] = [];
  let last: TransferProgress | undefined;
  const { hex } = digestOf(right);
  const request: DownloadRequest = {
    urls,
    near,
    sink,
    expectedBytes: right.length,
    digest: { algorithm: 'sha256', suffix: new Uint8Array() },
    onNote: (text) => notes.push(text),
    onProgress: (progress) => {
      last = progress;
    },
    confirm: async (found) => {
      if (Buffer.from(found).toString('hex') === hex) return;
      throw new WebbootError('digest-wrong', 'The digest is another one.');
    },
  };
  await network.download(request);
  expect(
    createHash('sha256')
      .update(await readFile(sink))
      .digest('hex'),
  ).toBe(hex);
  return { notes, last };
}

test('what two machines here have is taken from them, and spares the mirror', async () => {
  await using one = await serveImage({ size });
  const two = await faulty(one.bytes);
  const mirror = await faulty(one.bytes);
  const near = [`${one.url}/iso/${digestOf(one.bytes).hex}`, two.url];
  const { last } = await download(one.bytes, [mirror.url], near);
  expect(mirror.bytesSent).toBeLessThan(size / 2);
  expect(last?.near?.machines).toBe(2);
  expect(last?.near?.bytes).toBeGreaterThan(size / 2);
});

test.each<[string, () => Fault]>([
  ['hangs', () => ({ kind: 'stall', after: 100_000 })],
  ['trickles', () => ({ kind: 'trickle', bytesPerSecond: 1_000 })],
  ['has not got it', () => ({ kind: 'status', status: 404 })],
  ['cuts every connection', () => ({ kind: 'refuse' })],
  ['sends another size', () => ({ kind: 'truncate', size: 1_000 })],
  ['sends garbage', () => ({ kind: 'garbage' })],
])('a machine that %s is left for the mirror, and named', async (_, fault) => {
  const right = new Uint8Array(randomBytes(size));
  const near = await faulty(right, fault);
  const mirror = await faulty(right);
  const { notes } = await download(right, [mirror.url], [near.url]);
  expect(notes.join('\n')).toContain(`127.0.0.1:${near.port}`);
  expect(mirror.bytesSent).toBeGreaterThan(size / 2);
});

test('a dead machine is left for the mirror', async () => {
  const right = new Uint8Array(randomBytes(size));
  const mirror = await faulty(right);
  await download(right, [mirror.url], ['http://127.0.0.1:9/iso/x']);
  expect(mirror.bytesSent).toBeGreaterThanOrEqual(size);
});

test('a lying machine is dropped and named, and all of it comes from the mirror', async () => {
  const right = new Uint8Array(randomBytes(size));
  const liar = await faulty(right, () => ({ kind: 'corrupt', at: 5_000_000 }));
  const mirror = await faulty(right);
  const { notes } = await download(right, [mirror.url], [liar.url]);
  expect(notes.join('\n')).toContain(`Machines dropped: 127.0.0.1:${liar.port}.`);
  expect(mirror.bytesSent).toBeGreaterThanOrEqual(size);
});

test('a machine that sends elsewhere is not followed', async () => {
  const right = new Uint8Array(randomBytes(size));
  const elsewhere = await faulty(right);
  const near = await faulty(right, () => ({ kind: 'redirect', location: elsewhere.url }));
  const mirror = await faulty(right);
  await download(right, [mirror.url], [near.url]);
  expect(elsewhere.requests).toEqual([]);
});

test('machines are reached without the proxy', async () => {
  await using served = await serveImage({ size: 1_000_000 });
  const proxied = createNetwork({ limits, proxy: { http: 'http://127.0.0.1:9' } });
  await proxied.download({
    urls: ['http://mirror.invalid/x.iso'],
    near: [`${served.url}/iso/${digestOf(served.bytes).hex}`],
    sink,
    expectedBytes: 1_000_000,
    digest: { algorithm: 'sha256', suffix: new Uint8Array() },
    confirm: async () => {},
  });
  expect(Buffer.compare(await readFile(sink), served.bytes)).toBe(0);
});

test('nobody is asked for bytes that no digest judges', async () => {
  const right = new Uint8Array(randomBytes(1_000_000));
  const near = await faulty(right);
  const mirror = await faulty(right);
  await network.download({ urls: [mirror.url], near: [near.url], sink });
  expect(near.requests).toEqual([]);
});

test('a signature over the image itself names no digest to ask for', async () => {
  const right = new Uint8Array(randomBytes(1_000_000));
  const mirror = await faulty(right);
  const notes: string[] = [];
  const transport = remoteTransport(remoteLocation([mirror.url]), {
    network,
    findNear: () => Promise.reject(new Error('nobody may be asked')),
  });
  await transport.copy({
    sink,
    onNote: (text) => notes.push(text),
    expectation: {
      kind: 'signature',
      scheme: 'minisign',
      algorithm: 'blake2b512',
      suffixHex: '',
      signatureBase64: '',
      keys: [],
    },
  });
  expect(notes).toContainEqual(expect.stringContaining('names no digest'));
});
