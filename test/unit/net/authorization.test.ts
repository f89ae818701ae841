import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { createNetwork } from '../../../src/net/network.ts';
import { type Fault, type FaultServer, startFaultServer } from '../../helpers/fault-server.ts';

const network = createNetwork({ limits: { headersMs: 2000, idleMs: 2000, attempts: 1 } });
const file = new Uint8Array(300_000).fill(7);
const basic = `Basic ${Buffer.from('me:p@ss:ö').toString('base64')}`;
const closers: (() => Promise<void>)[] = [];

afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()));
});

async function serve(fault: (path: string) => Fault = () => ({ kind: 'none' })) {
  const server = await startFaultServer({ bytes: file, fault: ({ path }) => fault(path) });
  closers.push(server.close);
  return server;
}

/** A server's address with a user name and a password in it. */
const withPassword = ({ url }: FaultServer) => url.replace('://', '://me:p%40ss:%C3%B6@');
const sentTo = ({ requests }: FaultServer) => [
  ...new Set(requests.map(({ authorization }) => authorization)),
];

describe('the user name and the password of an address', () => {
  it('go with every request to its server', async () => {
    const server = await serve();
    await network.fetchSmall([withPassword(server)]);
    const remote = await network.open([withPassword(server)]);
    await remote.read(0, 1000);
    await remote.close();
    const folder = await mkdtemp(join(tmpdir(), 'webboot-authorization-'));
    closers.push(() => rm(folder, { recursive: true }));
    await network.download({ urls: [withPassword(server)], sink: join(folder, 'image.part') });
    expect(server.requests.length).toBeGreaterThan(2);
    expect(sentTo(server)).toEqual([basic]);
  });

  it('go to no other server that it redirects to, and to no other mirror', async () => {
    const other = await serve();
    const first = await serve(() => ({ kind: 'redirect', location: other.url }));
    await network.fetchSmall([withPassword(first)]);
    const missing = await serve(() => ({ kind: 'status', status: 404 }));
    await network.fetchSmall([withPassword(missing), other.url]);
    expect(sentTo(first)).toEqual([basic]);
    expect(sentTo(other)).toEqual([undefined]);
  });

  it('go to their own server again where it redirects within itself', async () => {
    const server = await serve((path) =>
      path === '/image.iso' ? { kind: 'redirect', location: '/real.iso' } : { kind: 'none' },
    );
    await network.fetchSmall([withPassword(server)]);
    expect(server.requests.map(({ path }) => path)).toEqual(['/image.iso', '/real.iso']);
    expect(sentTo(server)).toEqual([basic]);
  });

  it('are not taken from what a server redirects to', async () => {
    const other = await serve();
    const location = other.url.replace('://', '://evil:evil@');
    const server = await serve(() => ({ kind: 'redirect', location }));
    await network.fetchSmall([server.url]);
    expect(sentTo(other)).toEqual([undefined]);
  });

  it('are in no error, and in no address that is given back', async () => {
    const good = await serve();
    expect((await network.fetchSmall([withPassword(good)])).url).toBe(good.url);
    for (const fault of [
      { kind: 'status', status: 401 },
      { kind: 'refuse' },
      { kind: 'gzip' },
    ] as const) {
      const server = await serve(() => fault);
      const error: unknown = await network.fetchSmall([withPassword(server)]).catch((e) => e);
      const { message, subject, remedy } = error as Record<string, unknown>;
      expect(`${message} ${subject} ${remedy}`).not.toMatch(/me:|p%40ss|p@ss/);
      expect(`${subject}`).toContain(server.url);
    }
  });
});
