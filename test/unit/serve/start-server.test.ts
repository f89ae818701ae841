import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { appendFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { digestOf, serveImage } from '../../helpers/served-image.ts';

const run = promisify(execFile);

/** The whole answer to a request as it is typed; the connection is closed by the server. */
async function raw(port: number, request: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.write(request);
  let text = '';
  for await (const part of socket) text += part;
  return text;
}

function get(port: number, path: string, headers = ''): Promise<string> {
  return raw(port, `GET ${path} HTTP/1.1\r\nHost: here\r\nConnection: close\r\n${headers}\r\n`);
}

test('curl takes a part, the end and the whole of an image', async () => {
  await using served = await serveImage();
  const url = `${served.url}/iso/${digestOf(served.bytes).hex}`;
  const curl = async (...words: string[]) => {
    const { stdout } = await run('curl', ['-sSf', ...words, url], {
      encoding: 'buffer',
      maxBuffer: 2 ** 24,
    });
    return stdout;
  };
  const same = (part: Buffer, start: number, end?: number) =>
    Buffer.compare(part, served.bytes.subarray(start, end));
  expect(same(await curl('--range', '1000000-1999999'), 1_000_000, 2_000_000)).toBe(0);
  expect(same(await curl('--range', '-17'), 3_000_000 - 17)).toBe(0);
  expect(same(await curl(), 0)).toBe(0);
  expect(served.server.tally.bytesOut).toBe(4_000_017);
  expect(served.problems).toEqual([]);
});

test('the tag is the digest, so that a part is never of another image', async () => {
  await using served = await serveImage();
  const { hex } = digestOf(served.bytes);
  const path = `/iso/${hex}`;
  expect(await get(served.port, path, 'Range: bytes=0-0\r\n')).toContain(`etag: "${hex}"`);
  const other = await get(served.port, path, 'Range: bytes=0-0\r\nIf-Range: "other"\r\n');
  expect(other).toMatch(/^HTTP\/1.1 200 /);
  expect(await get(served.port, path, `If-None-Match: "${hex}"\r\n`)).toMatch(/^HTTP\/1.1 304 /);
  expect(await get(served.port, path, 'Range: bytes=3000000-\r\n')).toMatch(
    /^HTTP\/1.1 416 [\s\S]*content-range: bytes \*\/3000000/,
  );
});

test('an image that is signed by another digest is there under both', async () => {
  await using served = await serveImage({ signedBy: 'sha512' });
  const { hex } = digestOf(served.bytes, 'sha512');
  for (const id of [digestOf(served.bytes).hex, `sha512-${hex}`]) {
    const head = await raw(
      served.port,
      `HEAD /iso/${id} HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n`,
    );
    expect(head).toMatch(/^HTTP\/1.1 200 [\s\S]*Content-Length: 3000000/);
  }
});

test.each([
  '/etc/passwd',
  '/../../../../etc/passwd',
  '/iso/../../etc/passwd',
  '/iso/%2e%2e%2f%2e%2e%2fetc%2fpasswd',
  '/catalogue/../example.iso',
  '/catalogue/%2e%2e/example.iso',
  '//etc/passwd',
  '/iso/',
  `/iso/${'0'.repeat(64)}`,
  'http://elsewhere/etc/passwd',
])('there is nothing at %s', async (path) => {
  await using served = await serveImage({
    size: 1000,
    catalogue: new Map([['root.json', async () => new Uint8Array([1])]]),
  });
  expect(await get(served.port, path)).toMatch(/^HTTP\/1.1 404 [\s\S]*\r\n\r\n$/);
});

test('a catalogue is there under its own names', async () => {
  const catalogue = new Map([['targets/a b.json', async () => new TextEncoder().encode('{}')]]);
  await using served = await serveImage({ size: 1000, catalogue });
  expect(await get(served.port, '/catalogue/targets/a%20b.json')).toMatch(/200 OK[\s\S]*\{\}$/);
});

test('an image whose file was written to is not offered any more', async () => {
  await using served = await serveImage();
  await appendFile(served.path, 'x');
  const answer = await get(served.port, `/iso/${digestOf(served.bytes).hex}`);
  expect(answer).toMatch(/^HTTP\/1.1 410 /);
});

test('the page speaks the language of the browser', async () => {
  await using served = await serveImage();
  const german = await get(served.port, '/', 'Accept-Language: de-CH,de;q=0.9,en;q=0.5\r\n');
  expect(german).toContain('<html lang="de">');
  expect(german).toContain('Jedes wurde hier geprüft');
  expect(german).toContain('0,0&nbsp;MB');
  expect(german).toMatch(/^vary: accept-language\r$/im);
  expect(await get(served.port, '/')).toContain('<html lang="en">');
});

test('the page names the image and loads nothing', async () => {
  await using served = await serveImage({ size: 1000 });
  const page = await get(served.port, '/');
  expect(page).toContain("content-security-policy: default-src 'none'");
  expect(page).toContain('Example &lt;Live&gt; &amp; &quot;more&quot;');
  expect(page).not.toMatch(/<script|src=|<Live>/);
});

test('the metrics count what went out', async () => {
  await using served = await serveImage({ size: 1000 });
  const { hex } = digestOf(served.bytes);
  await get(served.port, `/iso/${hex}`);
  const metrics = await get(served.port, '/metrics');
  expect(metrics).toContain(`webboot_sent_bytes_total{image="${hex}"} 1000\n`);
  expect(metrics).toContain('webboot_answers_total{code="200"} 1\n');
});

test.each([
  ['POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n', /^HTTP\/1.1 405 /],
  ['GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 99999\r\n\r\n', /^HTTP\/1.1 400 /],
  ['\x16\x03\x01\x02\x00\x01', /^$/],
  [`GET / HTTP/1.1\r\nHost: a\r\nX: ${'y'.repeat(20_000)}\r\n\r\n`, /^$/],
])('what is no plain request ends the connection', async (request, answer) => {
  await using served = await serveImage({ size: 1000 });
  expect(await raw(served.port, request)).toMatch(answer);
});

test('a thousand idle connections of one machine keep nobody else from the image', async () => {
  await using served = await serveImage({ limits: { requestMs: 1_000, checkMs: 200 } });
  const sockets: Socket[] = [];
  let closed = 0;
  for (let made = 0; made < 1_000; made += 1) {
    const socket = connect({ port: served.port, host: '127.0.0.1', localAddress: '127.0.0.2' });
    socket.on('error', () => {});
    socket.once('close', () => {
      closed += 1;
    });
    sockets.push(socket);
  }
  await Promise.all(sockets.slice(0, 4).map((socket) => once(socket, 'connect')));
  const answer = await get(served.port, '/images.json');
  expect(answer).toMatch(/^HTTP\/1.1 200 /);
  for (let waited = 0; closed < 1_000 && waited < 20_000; waited += 50) await sleep(50);
  expect(closed).toBe(1_000);
});

test('a client that takes nothing is dropped, and another one is served meanwhile', async () => {
  const waits = new Set<AbortController>();
  await using served = await serveImage({
    size: 20_000_000,
    patience() {
      const wait = new AbortController();
      waits.add(wait);
      return wait.signal;
    },
  });
  const path = `/iso/${digestOf(served.bytes).hex}`;
  const socket = connect(served.port, '127.0.0.1');
  socket.on('error', () => {});
  socket.pause();
  socket.write(`GET ${path} HTTP/1.1\r\nHost: here\r\n\r\n`);
  expect((await get(served.port, path)).length).toBeGreaterThan(served.bytes.length / 2);
  await expect.poll(() => served.server.tally.taking.size, { timeout: 20_000 }).toBe(1);
  expect(served.server.tally.slow).toBe(0);
  // The one that is left has had its time, each time that it is waited for.
  const isDropped = () => {
    for (const wait of waits) wait.abort();
    return served.server.tally.slow;
  };
  await expect.poll(isDropped, { timeout: 20_000 }).toBe(1);
  await expect.poll(() => served.server.tally.taking.size, { timeout: 20_000 }).toBe(0);
  socket.destroy();
});

test('who is out of reach gets no answer', async () => {
  await using served = await serveImage({ size: 1000, reaches: (address) => !/127/.test(address) });
  const socket = connect(served.port, '127.0.0.1');
  socket.on('error', () => {});
  await once(socket, 'close');
  expect(served.server.tally.refused).toBe(1);
});

test('a stop lets what is under way come to its end, and takes nobody new', async () => {
  const served = await serveImage({ size: 8_000_000, bytesPerSecond: 8_000_000 });
  const whole = get(served.port, `/iso/${digestOf(served.bytes).hex}`);
  while (served.server.tally.bytesOut === 0) await sleep(5);
  const stopped = served[Symbol.asyncDispose]();
  await expect(get(served.port, '/')).rejects.toThrow();
  expect((await whole).length).toBeGreaterThan(0);
  await stopped;
  expect(served.server.tally.bytesOut).toBe(8_000_000);
});
