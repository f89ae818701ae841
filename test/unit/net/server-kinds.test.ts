import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { WebbootError } from '../../../src/errors.ts';
import { createNetwork } from '../../../src/net/network.ts';
import { type ServerKind, serverKindNames, startKindServer } from '../../helpers/server-kinds.ts';

const limits = { backoffMs: 5, backoffMaxMs: 50, busyFirstMs: 20, outageMs: 20_000 };
const network = createNetwork({ limits });
const file = new Uint8Array(randomBytes(3 * 1024 * 1024 + 4_321));
const right = createHash('sha256').update(file).digest('hex');
const closers: (() => Promise<void>)[] = [];
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'webboot-kinds-'));
});
afterAll(() => rm(folder, { recursive: true }));
afterEach(() => Promise.all(closers.splice(0).map((close) => close())));

async function serve(kind: ServerKind) {
  const server = await startKindServer(kind, file);
  closers.push(server.close);
  return server.url;
}

async function confirm(digest: Uint8Array) {
  if (Buffer.from(digest).toString('hex') !== right) {
    throw new WebbootError('digest-wrong', 'Other bytes.');
  }
}

/** Held against the file in memory: a failing comparison is not to print megabytes. */
async function isExact(path: string) {
  return Buffer.compare(await readFile(path), file) === 0;
}

describe.each(serverKindNames)('from a server that sends %s', (kind) => {
  test('curl gets the file', async () => {
    const output = join(folder, 'curl.iso');
    await execa('curl', ['-sfL', '--retry', '5', '-o', output, await serve(kind)]);
    expect(await isExact(output)).toBe(true);
  });

  test.each([
    ['whose length is known', { expectedBytes: file.length }],
    ['whose length is not known', {}],
  ])('webboot gets the file, %s', async (_, known) => {
    const sink = join(folder, 'webboot.iso');
    const { bytes } = await network.download({
      urls: [await serve(kind)],
      sink,
      digest: { algorithm: 'sha256', suffix: new Uint8Array() },
      confirm,
      ...known,
    });
    expect(bytes).toBe(file.length);
    expect(await isExact(sink)).toBe(true);
  });
});
