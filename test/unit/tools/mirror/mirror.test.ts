import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Mirror, startMirror } from '../../../../tools/mirror/mirror.ts';

const content = Buffer.from(Array.from({ length: 700_000 }, (_, index) => index % 251));
let folder = '';
let mirror: Mirror;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'webboot-mirror-'));
  await mkdir(join(folder, 'served'));
  await writeFile(join(folder, 'served/live image.iso'), content);
  await writeFile(join(folder, 'secret'), 'secret');
  mirror = await startMirror(join(folder, 'served'));
});
afterEach(() => mirror.setFault(undefined));
afterAll(async () => {
  await mirror.close();
  await rm(folder, { recursive: true });
});

const path = '/live image.iso';
const get = (headers: Record<string, string> = {}, method = 'GET') =>
  fetch(`${mirror.url}/live%20image.iso`, { headers, method });
const body = async (response: Response) => Buffer.from(await response.arrayBuffer());

describe('the mirror', () => {
  it('sends the whole file and says that it takes ranges', async () => {
    const response = await get();
    expect(response.status).toBe(200);
    expect(response.headers.get('accept-ranges')).toBe('bytes');
    expect((await body(response)).equals(content)).toBe(true);
  });

  it('sends a part as 206 with its place in the file', async () => {
    const response = await get({ range: 'bytes=300000-300099' });
    expect(response.status).toBe(206);
    expect(response.headers.get('content-range')).toBe('bytes 300000-300099/700000');
    expect((await body(response)).equals(content.subarray(300_000, 300_100))).toBe(true);
  });

  it('answers 416 with the size to a range past the end', async () => {
    const response = await get({ range: 'bytes=700000-' });
    expect(response.status).toBe(416);
    expect(response.headers.get('content-range')).toBe('bytes */700000');
  });

  it('keeps to the range only while If-Range names what it has', async () => {
    const etag = (await get({}, 'HEAD')).headers.get('etag') ?? '';
    expect((await get({ range: 'bytes=0-9', 'if-range': etag })).status).toBe(206);
    expect((await get({ range: 'bytes=0-9', 'if-range': '"other"' })).status).toBe(200);
  });

  it('answers HEAD with the length and no body', async () => {
    const response = await get({}, 'HEAD');
    expect(response.headers.get('content-length')).toBe('700000');
    expect((await body(response)).length).toBe(0);
  });

  it('serves nothing outside its folder', async () => {
    expect((await fetch(`${mirror.url}/%2e%2e/secret`)).status).toBe(404);
    expect((await fetch(`${mirror.url}/..%2fsecret`)).status).toBe(404);
  });

  it('flips one bit of one byte, in whole files and in parts, and heals', async () => {
    mirror.setFault({ kind: 'flip', path, offset: 400_000 });
    const whole = await body(await get());
    const differing = [...whole.keys()].filter((index) => whole[index] !== content[index]);
    expect(differing).toEqual([400_000]);
    const part = await body(await get({ range: 'bytes=399999-400001' }));
    expect(part[1]).toBe((content[400_000] ?? 0) ^ 1);
    mirror.setFault(undefined);
    expect((await body(await get())).equals(content)).toBe(true);
  });

  it('ends a truncated file early, by its length too', async () => {
    mirror.setFault({ kind: 'truncate', path, bytes: 1000 });
    const response = await get();
    expect(response.headers.get('content-length')).toBe('1000');
    expect((await body(response)).equals(content.subarray(0, 1000))).toBe(true);
  });

  it('sends a slow file whole', async () => {
    mirror.setFault({ kind: 'slow', path, bytesPerSecond: 10_000_000 });
    expect((await body(await get())).equals(content)).toBe(true);
  });

  it('stalls in the middle of a reply', async () => {
    mirror.setFault({ kind: 'stall', path, bytes: 1000 });
    const stop = new AbortController();
    const response = await fetch(`${mirror.url}/live%20image.iso`, { signal: stop.signal });
    const reader = response.body?.getReader();
    expect((await reader?.read())?.value?.length).toBe(1000);
    const more = reader?.read();
    const silence = new Promise((resolve) => setTimeout(resolve, 200, 'silence'));
    expect(await Promise.race([more, silence])).toBe('silence');
    stop.abort();
    await expect(more).rejects.toThrow();
  });
});
