import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { WebbootError } from '../../../src/errors.ts';
import { createNetwork } from '../../../src/net/network.ts';
import type {
  DigestRequest,
  DownloadRequest,
  TransferProgress,
} from '../../../src/ports/transfer.ts';
import { digestFile } from '../../../src/storage/read-back-digest.ts';
import { type Fault, type FaultRequest, startFaultServer } from '../../helpers/fault-server.ts';
import { startKindServer } from '../../helpers/server-kinds.ts';

const limits = {
  connectMs: 500,
  headersMs: 500,
  idleMs: 300,
  backoffMs: 5,
  backoffMaxMs: 50,
  outageMs: 1_500,
  slowAfterMs: 400,
  mirrorFailures: 40,
};
const network = createNetwork({ limits });
const file = new Uint8Array(randomBytes(12 * 1024 * 1024 + 4_321));
const sha256: DigestRequest = { algorithm: 'sha256', suffix: new Uint8Array() };
const right = createHash('sha256').update(file).digest();
const closers: (() => Promise<void>)[] = [];
let folder = '';
let sink = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'webboot-download-'));
  sink = join(folder, 'image.iso.part');
});
afterAll(() => rm(folder, { recursive: true }));
afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()));
  await rm(sink, { force: true });
});

async function serve(fault?: (request: FaultRequest) => Fault, bytes = file, etag = '"one"') {
  const server = await startFaultServer({ bytes, etag, ...(fault && { fault }) });
  closers.push(server.close);
  return server;
}

function download(urls: readonly string[], more: Partial<DownloadRequest> = {}) {
  return network.download({ urls, sink, digest: sha256, ...more });
}

async function expectExact(urls: readonly string[], more: Partial<DownloadRequest> = {}) {
  const result = await download(urls, more);
  expect(result.bytes).toBe(file.length);
  expect(Buffer.compare(result.digest ?? Buffer.alloc(0), right)).toBe(0);
  expect(Buffer.compare(await readFile(sink), file)).toBe(0);
}

async function confirm(digest: Uint8Array) {
  if (Buffer.compare(digest, right) !== 0) throw new WebbootError('digest-wrong', 'Other bytes.');
}

const always = (fault: Fault) => () => fault;
/** Faults for the data's requests only, so that the file's size can be learnt before. */
const later =
  (fault: Fault) =>
  ({ range }: FaultRequest): Fault =>
    range !== undefined && range.last === 0 ? { kind: 'none' } : fault;

test('writes the exact bytes and gives the digest of what the file then holds', async () => {
  const { url } = await serve();
  await expectExact([url]);
});

test('fetches parts of one file from several mirrors', async () => {
  const servers = [await serve(), await serve(), await serve()];
  await expectExact(
    servers.map(({ url }) => url),
    { expectedBytes: file.length },
  );
  for (const { requests } of servers) {
    expect(requests.length).toBeGreaterThan(0);
  }
});

test('hashes the bytes that follow the image', async () => {
  const { url } = await serve();
  const suffix = Uint8Array.from([4, 0, 1, 2]);
  const { digest } = await download([url], { digest: { algorithm: 'sha512', suffix } });
  const wanted = createHash('sha512').update(file).update(suffix).digest();
  expect(Buffer.from(digest ?? []).equals(wanted)).toBe(true);
});

test('downloads without a digest when none is asked for', async () => {
  const { url } = await serve();
  const result = await network.download({ urls: [url], sink });
  expect(result).toEqual({ bytes: file.length });
});

test('resumes behind every cut', async () => {
  const { url, requests } = await serve(({ index }) =>
    index % 3 === 2 ? { kind: 'none' } : { kind: 'cut', after: 3_000_001 },
  );
  await expectExact([url], { expectedBytes: file.length });
  expect(requests.length).toBeGreaterThan(3);
});

test('resumes after the network was away for a while', async () => {
  let away = false;
  const { url } = await serve(() => {
    if (away) {
      return { kind: 'refuse' };
    }
    away = true;
    setTimeout(() => {
      away = false;
    }, 200);
    return { kind: 'cut', after: 3_000_000 };
  });
  await expectExact([url], { expectedBytes: file.length });
});

test('leaves a mirror that stalls to the others', async () => {
  const stalling = await serve(always({ kind: 'stall', after: 100_000 }));
  const good = await serve();
  await expectExact([stalling.url, good.url], { expectedBytes: file.length });
});

test('drops a slow mirror in favour of a fast one', async () => {
  const slow = await serve(later({ kind: 'trickle', bytesPerSecond: 20_000 }));
  const fast = await serve(later({ kind: 'trickle', bytesPerSecond: 20_000_000 }));
  const notes: string[] = [];
  await expectExact([slow.url, fast.url], { onNote: (text) => notes.push(text) });
  expect(notes.join('\n')).toMatch(/is slow; its part goes to another mirror/);
});

test.each<[string, Fault]>([
  ['has another length', { kind: 'truncate', size: 5_000_000 }],
  ['is missing', { kind: 'status', status: 404 }],
  ['codes the bytes', { kind: 'gzip' }],
  ['sends other places than asked for', { kind: 'wrong-range' }],
  ['talks no HTTP', { kind: 'garbage' }],
  ['redirects in a circle', { kind: 'redirect', location: '/again' }],
  ['redirects to a file of this machine', { kind: 'redirect', location: 'file:///etc/passwd' }],
  ['redirects to FTP', { kind: 'redirect', location: 'ftp://mirror.example/image.iso' }],
  ['knows no ranges', { kind: 'ignore-range' }],
])('does without a mirror that %s', async (_, fault) => {
  const bad = await serve(always(fault));
  const good = await serve();
  const notes: string[] = [];
  const onNote = (text: string) => notes.push(text);
  await expectExact([bad.url, good.url], { expectedBytes: file.length, onNote });
  expect(notes.join('\n')).toMatch(/Mirror dropped/);
});

test('streams from a server without ranges when there is no other', async () => {
  const whole = await serve(always({ kind: 'ignore-range' }));
  const notes: string[] = [];
  await expectExact([whole.url], { onNote: (text) => notes.push(text) });
  expect(notes.join('\n')).toMatch(/in one piece: a cut begins it anew/);
});

test('begins a stream anew after a cut, and keeps nothing of the first try', async () => {
  const whole = await serve(({ index }) =>
    index === 1 ? { kind: 'lie', missing: 1_000_000 } : { kind: 'ignore-range' },
  );
  await expectExact([whole.url]);
});

test.each<[string, Fault]>([
  ['http-status', { kind: 'status', status: 404 }],
  ['encoding-unexpected', { kind: 'gzip' }],
  ['encoding-unexpected', { kind: 'garbage' }],
  ['length-mismatch', { kind: 'truncate', size: 1_000 }],
  ['connection-lost', { kind: 'refuse' }],
  ['connection-stalled', { kind: 'stall', after: 0 }],
  ['http-status', { kind: 'redirect', location: '/again' }],
  ['http-status', { kind: 'redirect', location: 'file:///etc/passwd' }],
])('ends with %s when its only mirror does %j', async (code, fault) => {
  const { url } = await serve(always(fault));
  await expect(download([url], { expectedBytes: file.length })).rejects.toMatchObject({ code });
  await expect(stat(sink)).rejects.toThrow('ENOENT');
});

const changing = ({ index }: FaultRequest): Fault =>
  index < 2 ? { kind: 'cut', after: 2_000_000 } : { kind: 'new-version', etag: '"two"' };

test('fetches a file anew in one piece if it seems to change midway', async () => {
  const { url } = await serve(changing);
  const notes: string[] = [];
  await expectExact([url], { expectedBytes: file.length, onNote: (text) => notes.push(text) });
  expect(notes.join('\n')).toMatch(/The file on .* changed during the download.*\n.*in one piece/);
});

test('goes on in parts if a digest will judge them', async () => {
  const { url, requests } = await serve(changing);
  await expectExact([url], { expectedBytes: file.length, confirm });
  expect(requests.every(({ range }) => range !== undefined)).toBe(true);
});

test('gives up a network that stays away', async () => {
  const { url } = await serve(({ index }) =>
    index < 2 ? { kind: 'cut', after: 3_000_000 } : { kind: 'stall', after: 0 },
  );
  await expect(download([url], { expectedBytes: file.length })).rejects.toMatchObject({
    code: 'connection-stalled',
  });
});

test('gives up a whole file that comes a few bytes at a time', async () => {
  const { url } = await serve(({ range }) =>
    range === undefined ? { kind: 'trickle', bytesPerSecond: 1 } : { kind: 'ignore-range' },
  );
  const strict = createNetwork({ limits: { ...limits, attempts: 1, outageMs: 300 } });
  await expect(strict.download({ urls: [url], sink })).rejects.toMatchObject({
    code: 'connection-stalled',
  });
});

test('says what every mirror did when none is left', async () => {
  const missing = await serve(always({ kind: 'status', status: 404 }));
  const short = await serve(always({ kind: 'truncate', size: 9 }));
  const error = await download([missing.url, short.url], { expectedBytes: file.length }).catch(
    (reason: unknown) => reason,
  );
  expect(error).toMatchObject({ code: 'all-mirrors-failed' });
  expect(String(error)).toMatch(/status 404.*9 bytes instead of/);
});

test('drops and names a mirror that sends wrong bytes, and begins anew with the others', async () => {
  const evil = await serve(later({ kind: 'corrupt', at: 100 }));
  const good = await serve();
  const notes: string[] = [];
  const fronts: number[] = [];
  await expectExact([evil.url, good.url], {
    confirm,
    onNote: (text) => notes.push(text),
    onFront: (front) => fronts.push(front),
  });
  expect(notes.join('\n')).toContain(`Wrong bytes must have come from ${new URL(evil.url).host}.`);
  // What was read of the first pass must not count: the front has gone back.
  const full = fronts.indexOf(file.length);
  expect(fronts.indexOf(0, full)).toBeGreaterThan(full);
});

test('ends with digest-wrong, and no file, when each mirror has sent the file wrong', async () => {
  const servers = [await serve(always({ kind: 'corrupt', at: 9 }))];
  servers.push(await serve(always({ kind: 'corrupt', at: 7_000_000 })));
  const urls = servers.map(({ url }) => url);
  await expect(download(urls, { confirm })).rejects.toMatchObject({ code: 'digest-wrong' });
  await expect(stat(sink)).rejects.toThrow('ENOENT');
});

test('fetches nothing again when the refusal is not about the bytes', async () => {
  const { url, requests } = await serve();
  const refuse = async () => {
    throw new WebbootError('key-revoked', 'Its key was revoked.');
  };
  await expect(download([url], { confirm: refuse })).rejects.toMatchObject({ code: 'key-revoked' });
  expect(requests.every(({ range }) => range !== undefined)).toBe(true);
});

test('never gives the right digest for a wrong byte', async () => {
  const { url } = await serve(later({ kind: 'corrupt', at: 7_000_000 }));
  const { digest } = await download([url]);
  expect(Buffer.from(digest ?? []).equals(right)).toBe(false);
});

test('reports growing progress with a rate, and at last the whole', async () => {
  const { url } = await serve(later({ kind: 'trickle', bytesPerSecond: 12_000_000 }));
  const seen: TransferProgress[] = [];
  await download([url], { onProgress: (progress) => seen.push(progress) });
  expect(seen.length).toBeGreaterThan(2);
  expect(seen.at(-1)).toMatchObject({ bytes: file.length, total: file.length });
  expect(seen.every(({ bytes }, index) => bytes >= (seen[index - 1]?.bytes ?? 0))).toBe(true);
  expect(seen.at(-1)?.bytesPerSecond).toBeGreaterThan(0);
});

test('cancels and leaves no file, no connection and no thread', async () => {
  const server = await serve(later({ kind: 'trickle', bytesPerSecond: 2_000_000 }));
  const controller = new AbortController();
  const running = download([server.url], {
    signal: controller.signal,
    onProgress: ({ bytes }) => bytes > 0 && controller.abort(),
  });
  await expect(running).rejects.toMatchObject({ code: 'cancelled' });
  await expect(stat(sink)).rejects.toThrow('ENOENT');
  await expect.poll(() => server.openSockets).toBe(0);
  expect(process.getActiveResourcesInfo()).not.toContain('MessagePort');
});

test('refuses what does not fit before a byte of it comes', async () => {
  const { url, requests } = await serve();
  await expect(download([url], { expectedBytes: 2 ** 52 })).rejects.toMatchObject({
    code: 'too-large',
  });
  expect(requests).toHaveLength(0);
});

test('opens no file if its options are refused', async () => {
  const before = (await readdir('/proc/self/fd')).length;
  const broken = createNetwork({ ca: 'no certificate' });
  await expect(broken.download({ urls: ['http://127.0.0.1:9/'], sink })).rejects.toThrow();
  expect((await readdir('/proc/self/fd')).length).toBe(before);
  await expect(stat(sink)).rejects.toThrow('ENOENT');
});

test('waits for a busy mirror as long as it says, and says so', async () => {
  const { url } = await startKindServer('status 503 with Retry-After in seconds', file).then(
    (server) => {
      closers.push(server.close);
      return server;
    },
  );
  const notes: string[] = [];
  const begun = performance.now();
  const patient = createNetwork({ limits: { ...limits, outageMs: 500, busyFirstMs: 10 } });
  await patient.download({
    urls: [url],
    sink,
    expectedBytes: file.length,
    onNote: (text) => notes.push(text),
  });
  expect(performance.now() - begun).toBeGreaterThan(1_000);
  expect(notes).toContainEqual(
    expect.stringMatching(/is busy \(status 503\)\. webboot asks again in 1 s\./),
  );
});

test('gives up a mirror that stays busy, and cancels at once while it waits', async () => {
  const { url } = await serve(always({ kind: 'status', status: 503 }));
  const quick = createNetwork({ limits: { ...limits, busyFirstMs: 10, busyMs: 200 } });
  await expect(quick.download({ urls: [url], sink })).rejects.toMatchObject({
    code: 'http-status',
    httpStatus: 503,
  });
  const waiting = createNetwork({ limits });
  await expect(
    waiting.download({ urls: [url], sink, signal: AbortSignal.timeout(100) }),
  ).rejects.toMatchObject({ code: 'cancelled' });
});

test('names a sink that cannot be written', async () => {
  const { url } = await serve();
  await expect(download([url], { sink: join(folder, 'none', 'x') })).rejects.toMatchObject({
    code: 'sink-failed',
  });
});

test('names a sink that fills up', async () => {
  const { url } = await serve();
  await expect(download([url], { sink: '/dev/full' })).rejects.toMatchObject({
    code: 'too-large',
  });
});

test('hashes a file off the main thread, to a given length', async () => {
  const { url } = await serve();
  await download([url]);
  const part = await digestFile(sink, 7_000_003, sha256);
  const wanted = createHash('sha256').update(file.subarray(0, 7_000_003)).digest();
  expect(Buffer.from(part).equals(wanted)).toBe(true);
  await expect(digestFile(sink, file.length + 1, sha256)).rejects.toMatchObject({
    code: 'sink-failed',
  });
  await expect(
    digestFile(sink, file.length, sha256, { signal: AbortSignal.abort() }),
  ).rejects.toMatchObject({ code: 'cancelled' });
});
