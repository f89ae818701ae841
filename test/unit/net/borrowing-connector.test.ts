import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { exchange } from '../../../src/net/exchange.ts';
import { createHttpClient } from '../../../src/net/http-client.ts';
import { createTestCertificates } from '../../helpers/certificates.ts';

const body = randomBytes(3_000_001);

/** The path says how the body's end is told. */
const answer: RequestListener = (request, response) => {
  if (request.url === '/length') {
    response.setHeader('content-length', body.length);
  } else if (request.url === '/close') {
    response.removeHeader('transfer-encoding');
    response.setHeader('connection', 'close');
    response.useChunkedEncodingByDefault = false;
  }
  // Odd sizes, so that chunks, records and reads end in different places.
  for (let at = 0; at < body.length; at += 10_007) {
    response.write(body.subarray(at, at + 10_007));
  }
  response.end();
};

let scratch: string;
let ca: string;
const closing: (() => void)[] = [];
const origins: Record<string, string> = {};

beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'webboot-test-'));
  const { key, cert } = await createTestCertificates(scratch);
  ca = cert;
  for (const [scheme, server] of [
    ['http', createServer(answer)],
    ['https', createTlsServer({ key, cert }, answer)],
  ] as const) {
    await new Promise<void>((ready) => {
      server.listen(0, '127.0.0.1', ready);
    });
    const { port } = server.address() as AddressInfo;
    origins[scheme] = `${scheme}://127.0.0.1:${port}`;
    closing.push(() => server.close());
  }
});

afterAll(async () => {
  for (const close of closing) close();
  await rm(scratch, { recursive: true });
});

describe.each(['http', 'https'])('a bulk client over %s', (scheme) => {
  test.each(['length', 'chunked', 'close'])(
    'gives every byte in order, by %s, when nobody waits',
    async (framing) => {
      const pieces = await received(`${origins[scheme]}/${framing}`, 0);
      expect(pieces.equals(body)).toBe(true);
    },
  );

  test.each(['length', 'chunked', 'close'])(
    'gives every byte in order, by %s, when the sink makes it pause',
    async (framing) => {
      const pieces = await received(`${origins[scheme]}/${framing}`, 7);
      expect(pieces.equals(body)).toBe(true);
    },
  );
});

/** The body as handed on; every `pauseEvery`th piece is answered by a pause. */
async function received(url: string, pauseEvery: number): Promise<Buffer> {
  const client = createHttpClient({ ca });
  const pieces: Buffer[] = [];
  try {
    await exchange(client, url, {
      size: 'long',
      onHead: ({ status }) => expect(status).toBe(200),
      onBytes: (bytes) => {
        pieces.push(Buffer.from(bytes));
        return pauseEvery > 0 && pieces.length % pauseEvery === 0 ? sleep(2) : 'continue';
      },
    });
  } finally {
    await client.close();
  }
  return Buffer.concat(pieces);
}
