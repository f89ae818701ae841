import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createSelector } from '../../../src/boot/catalogue/selection.ts';
import { fetchCommand, type OpenFetchContext } from '../../../src/cli/fetch.ts';
import type { CliIo } from '../../../src/cli/io.ts';
import { remoteLocation } from '../../../src/core/image/image-location.ts';
import type { ImageSource } from '../../../src/core/image/image-source.ts';
import { createNetwork } from '../../../src/net/network.ts';
import { proxyFromEnvironment } from '../../../src/net/transport-options.ts';
import { imageFiles } from '../../../src/storage/image-files.ts';
import { createTestCertificates } from '../../helpers/certificates.ts';
import { type Fault, type FaultServer, startFaultServer } from '../../helpers/fault-server.ts';
import { createGpg } from '../../helpers/gpg.ts';
import { localMedia } from '../../helpers/local-media.ts';
import { fixedCatalogue } from '../../helpers/release-lists.ts';
import { startTunnelProxy } from '../../helpers/tunnel-proxy.ts';

const image = new Uint8Array(randomBytes(3_000_000));
const sha256 = createHash('sha256').update(image).digest('hex');
const limits = { headersMs: 2000, idleMs: 2000, backoffMs: 5, outageMs: 3_000 };
let folder = '';
let output = '';
let server: FaultServer;
let fault: Fault;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'webboot-fetch-'));
  output = join(folder, 'image.iso');
  fault = { kind: 'none' };
  server = await startFaultServer({ bytes: image, fault: () => fault });
});
afterEach(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

async function fetch(
  argv: readonly string[],
  more: { source?: ImageSource; key?: Uint8Array; env?: CliIo['env']; signal?: AbortSignal } = {},
) {
  const text = { stdout: '', stderr: '' };
  const io: CliIo = {
    stdout: (part) => {
      text.stdout += part;
    },
    stderr: (part) => {
      text.stderr += part;
    },
    env: more.env ?? {},
    signal: more.signal ?? new AbortController().signal,
  };
  const select = createSelector({
    catalogue: fixedCatalogue([]),
    network: createNetwork(),
    arch: 'x86_64',
    readLocal: async () => undefined,
  });
  const open: OpenFetchContext = async ({ env, ca }) => ({
    network: createNetwork({
      proxy: proxyFromEnvironment(env),
      ...(ca === undefined ? {} : { ca }),
      limits,
    }),
    files: imageFiles,
    machine: localMedia,
    keyring: { find: async () => more.key },
    clock: () => ({ now: new Date(), builtAt: new Date(0) }),
    select: async (query) => more.source ?? select(query, io),
  });
  return { status: await fetchCommand.main(argv, io, open), ...text };
}

test('keeps a file whose digest is the one that was given', async () => {
  const result = await fetch([server.url, '-o', output, '--sha256', sha256.toUpperCase()]);
  expect(result).toMatchObject({ status: 0, stderr: '' });
  expect(result.stdout).toMatch(/has the expected digest/);
  expect(Buffer.compare(await readFile(output), image)).toBe(0);
  expect(await readdir(folder)).toEqual(['image.iso']);
});

test('keeps nothing of a file with a wrong byte', async () => {
  fault = { kind: 'corrupt', at: 2_000_000 };
  await expect(fetch([server.url, '-o', output, '--sha256', sha256])).rejects.toMatchObject({
    code: 'digest-wrong',
  });
  expect(await readdir(folder)).toEqual([]);
});

test('says loudly that nobody vouches for a plain URL', async () => {
  const { status, stdout, stderr } = await fetch([server.url, '-o', output]);
  expect(status).toBe(0);
  expect(stdout).toContain('NOT VERIFIED');
  expect(stdout).toContain(sha256);
  expect(stderr).toContain('is unverified');
});

test('gives its result as one JSON object', async () => {
  const { stdout } = await fetch([server.url, '-o', output, '--json']);
  expect(JSON.parse(stdout)).toMatchObject({
    file: output,
    bytes: image.length,
    digest: { algorithm: 'sha256', hex: sha256 },
    trust: { kind: 'unverified' },
  });
});

test('keeps a file that its distro signed, warns of an old one, and keeps no other', async () => {
  using gpg = createGpg();
  const fingerprint = gpg.createKey('Example <key@example.invalid>');
  const list = new TextEncoder().encode(`${sha256}  image.iso\n`);
  const signed = await startFaultServer({
    bytes: image,
    files: { '/SHA256SUMS': gpg.clearsigned(list, { by: [fingerprint] }) },
    fault: ({ path }) => (path.endsWith('.iso') ? fault : { kind: 'none' }),
  });
  const source: ImageSource = {
    id: 'example/live',
    title: 'Example',
    version: '1',
    arch: 'x86_64',
    location: remoteLocation([signed.url]),
    fileName: 'image.iso',
    policy: {
      kind: 'signed-checksums',
      scheme: 'openpgp-clearsigned',
      checksums: remoteLocation([new URL('/SHA256SUMS', signed.url).href]),
      keys: [{ fingerprint, key: 'example.asc' }],
    },
  };
  const key = gpg.exportKey(fingerprint);
  try {
    const { status, stdout } = await fetch(['example', '-o', output], { source, key });
    expect({ status, stdout }).toMatchObject({ status: 0 });
    expect(stdout).toContain(`key ${fingerprint}`);
    const old = { ...source, least: { signed: '2999-01-01' } };
    const { stderr } = await fetch(['example', '-o', output], { source: old, key });
    expect(stderr).toContain('before 2999-01-01, the oldest day that the catalogue accepts');
    fault = { kind: 'corrupt', at: 77 };
    const other = join(folder, 'other.iso');
    await expect(fetch(['example', '-o', other], { source, key })).rejects.toMatchObject({
      code: 'digest-wrong',
    });
    expect(await readdir(folder)).toEqual(['image.iso']);
  } finally {
    await signed.close();
  }
});

test('keeps nothing where the signature cannot be had', async () => {
  const key = { fingerprint: 'A'.repeat(40), key: 'none.asc' };
  const source: ImageSource = {
    id: 'example/live',
    title: 'Example',
    version: '1',
    arch: 'x86_64',
    location: remoteLocation([server.url]),
    fileName: 'image.iso',
    policy: {
      kind: 'signed-image',
      scheme: 'openpgp-detached',
      signature: remoteLocation([`${server.url}.sig`]),
      keys: [key],
    },
  };
  fault = { kind: 'status', status: 404 };
  await expect(fetch(['example', '-o', output], { source })).rejects.toMatchObject({
    code: 'http-status',
  });
  expect(await readdir(folder)).toEqual([]);
});

test('keeps an older file when the new one fails', async () => {
  await fetch([server.url, '-o', output]);
  fault = { kind: 'truncate', size: 1_000 };
  const again = fetch([server.url, '-o', output, '--sha256', sha256]);
  await expect(again).rejects.toMatchObject({ code: 'digest-wrong' });
  expect(Buffer.compare(await readFile(output), image)).toBe(0);
});

test('never writes through a link that stands where the half file belongs', async () => {
  const victim = join(folder, 'victim');
  await writeFile(victim, 'of somebody else');
  await symlink(victim, `${output}.part`);
  await expect(fetch([server.url, '-o', output])).rejects.toMatchObject({ code: 'sink-failed' });
  expect(await readFile(victim, 'utf8')).toBe('of somebody else');
  expect(await readdir(folder)).toEqual(['image.iso.part', 'victim']);
});

test('replaces a half file that an earlier try has left', async () => {
  await writeFile(`${output}.part`, new Uint8Array(9_000_000));
  expect(await fetch([server.url, '-o', output])).toMatchObject({ status: 0 });
  expect(Buffer.compare(await readFile(output), image)).toBe(0);
  expect(await readdir(folder)).toEqual(['image.iso']);
});

test('takes the place of a link, not of what it leads to', async () => {
  const victim = join(folder, 'victim');
  await writeFile(victim, 'of somebody else');
  await symlink(victim, output);
  expect(await fetch([server.url, '-o', output])).toMatchObject({ status: 0 });
  expect(await readFile(victim, 'utf8')).toBe('of somebody else');
  expect(Buffer.compare(await readFile(output), image)).toBe(0);
});

test('cancels without a trace', async () => {
  fault = { kind: 'trickle', bytesPerSecond: 100_000 };
  const signal = AbortSignal.timeout(200);
  await expect(fetch([server.url, '-o', output], { signal })).rejects.toMatchObject({
    code: 'cancelled',
  });
  expect(await readdir(folder)).toEqual([]);
});

test('goes through the proxy of the environment, and round it for its exceptions', async () => {
  const away = `http://download.example.invalid/image.iso`;
  const env = { http_proxy: new URL(server.url).origin };
  expect(await fetch([away, '-o', output], { env })).toMatchObject({ status: 0 });
  expect(server.requests.every(({ path }) => path === away)).toBe(true);
  await expect(
    fetch([away, '-o', output], { env: { ...env, no_proxy: '.invalid' } }),
  ).rejects.toMatchObject({ code: 'name-not-resolved' });
});

test('trusts a CA of the person, and no other', async () => {
  const tls = await createTestCertificates(folder);
  const secure = await startFaultServer({ bytes: image, tls });
  try {
    const trusted = await fetch([secure.url, '-o', output, '--ca', tls.caFile]);
    expect(trusted.status).toBe(0);
    await expect(fetch([secure.url, '-o', output])).rejects.toMatchObject({
      code: 'tls-untrusted',
    });
  } finally {
    await secure.close();
  }
});

test('has a proxy tunnel HTTPS, and trusts no other server for that', async () => {
  const tls = await createTestCertificates(folder);
  const secure = await startFaultServer({ bytes: image, tls });
  const proxy = await startTunnelProxy();
  const env = { https_proxy: proxy.url };
  try {
    expect(await fetch([secure.url, '-o', output, '--ca', tls.caFile], { env })).toMatchObject({
      status: 0,
    });
    expect(new Uint8Array(await readFile(output))).toEqual(image);
    expect(new Set(proxy.targets)).toEqual(new Set([new URL(secure.url).host]));
    await expect(fetch([secure.url, '-o', output], { env })).rejects.toMatchObject({
      code: 'tls-untrusted',
    });
  } finally {
    await proxy.close();
    await secure.close();
  }
});

test('does not follow a redirect from HTTPS to plain HTTP', async () => {
  const tls = await createTestCertificates(folder);
  const secure = await startFaultServer({
    bytes: image,
    tls,
    fault: () => ({ kind: 'redirect', location: server.url }),
  });
  try {
    await expect(fetch([secure.url, '-o', output, '--ca', tls.caFile])).rejects.toMatchObject({
      code: 'insecure-redirect',
    });
    expect(server.requests).toHaveLength(0);
  } finally {
    await secure.close();
  }
});

test.each([[[]], [['a', 'b']], [['--sha256', 'abc', 'http://x/y']], [['--nonsense', 'x']]])(
  'refuses the arguments %j',
  async (argv) => {
    await expect(fetch(argv)).rejects.toMatchObject({ code: 'usage' });
  },
);
