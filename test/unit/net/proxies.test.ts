import { afterEach, describe, expect, test } from 'vitest';
import { chooseProxy } from '../../../src/net/choose-proxy.ts';
import { createNetwork } from '../../../src/net/network.ts';
import { type ProxySettings, proxyFromEnvironment } from '../../../src/net/transport-options.ts';
import { startFaultServer } from '../../helpers/fault-server.ts';
import { startForwardProxy } from '../../helpers/forward-proxy.ts';

const file = new TextEncoder().encode('d2c7  debian-live.iso\n');
const limits = { connectMs: 500, headersMs: 500, idleMs: 300, backoffMs: 5 };
const closers: (() => Promise<void>)[] = [];

afterEach(() => Promise.all(closers.splice(0).map((close) => close())));

async function serve() {
  const server = await startFaultServer({ bytes: file });
  closers.push(server.close);
  return server;
}

async function proxyThat(options: { readonly answer?: number } = {}) {
  const proxy = await startForwardProxy(options);
  closers.push(proxy.close);
  return proxy;
}

function fetchBy(proxy: ProxySettings, url: string) {
  return createNetwork({ limits, proxy }).fetchSmall([url], { optional: true });
}

describe('a proxy', () => {
  test('may be given without a scheme, and is asked for the whole address', async () => {
    const { url } = await serve();
    const proxy = await proxyThat();
    const { bytes } = await fetchBy({ http: proxy.address }, url);
    expect(bytes).toEqual(file);
    expect(proxy.seen.map((request) => request.url)).toEqual([url]);
  });

  test('gets the name and password of its address, which no message repeats', async () => {
    const { url } = await serve();
    const proxy = await proxyThat();
    await fetchBy({ all: `user:p%40ss@${proxy.address}` }, url);
    const userInfo = Buffer.from('user:p@ss').toString('base64');
    expect(proxy.seen[0]?.authorization).toBe(`Basic ${userInfo}`);
    const failure = await fetchBy({ http: 'http://user:secret@127.0.0.1:1' }, url).catch(String);
    expect(failure).toContain('The proxy 127.0.0.1:1 cannot be reached');
    expect(failure).not.toContain('secret');
  });

  test('may have a percent sign in its password', async () => {
    const { url } = await serve();
    const proxy = await proxyThat();
    await fetchBy({ http: `user:100%@${proxy.address}` }, url);
    const userInfo = Buffer.from('user:100%').toString('base64');
    expect(proxy.seen[0]?.authorization).toBe(`Basic ${userInfo}`);
    const tunnelled = fetchBy({ https: 'user:%ff@127.0.0.1:1' }, 'https://mirror.example/x');
    await expect(tunnelled).rejects.toMatchObject({ code: 'proxy-unreachable' });
  });

  test.each(['http://mirror.example/x', 'https://mirror.example/x'])(
    'that is not there is blamed itself for %s',
    async (url) => {
      const { address, close } = await startForwardProxy();
      await close();
      await expect(fetchBy({ all: address }, url)).rejects.toMatchObject({
        code: 'proxy-unreachable',
        subject: address,
        message: expect.stringContaining(`The proxy ${address} cannot be reached`),
      });
    },
  );

  test('whose name is not known is blamed itself', async () => {
    await expect(
      fetchBy({ all: 'proxy.invalid:3128' }, 'http://a.example/x'),
    ).rejects.toMatchObject({ code: 'proxy-unreachable' });
  });

  test.each(['http://mirror.example/x', 'https://mirror.example/x'])(
    'that wants a login is told as one for %s',
    async (url) => {
      const { address } = await proxyThat({ answer: 407 });
      await expect(fetchBy({ all: address }, url)).rejects.toMatchObject({
        code: 'proxy-refused',
        subject: address,
        remedy: expect.stringContaining('USER:PASSWORD'),
      });
    },
  );

  test('that does not allow a server is told, and not the server', async () => {
    const { address } = await proxyThat({ answer: 403 });
    await expect(fetchBy({ all: address }, 'https://mirror.example/x')).rejects.toMatchObject({
      code: 'proxy-refused',
      message: `The proxy ${address} does not allow connections to mirror.example (status 403).`,
    });
    await expect(fetchBy({ all: address }, 'http://mirror.example/x')).rejects.toMatchObject({
      message: `mirror.example, asked through the proxy ${address}, answered with status 403.`,
    });
  });

  test('that cannot reach a server is told so', async () => {
    const { address } = await proxyThat({ answer: 502 });
    await expect(fetchBy({ all: address }, 'https://mirror.example/x')).rejects.toMatchObject({
      code: 'connection-refused',
      message: `The proxy ${address} cannot reach mirror.example (status 502).`,
    });
  });

  test.each(['socks5://127.0.0.1:1080', 'socks4a://h:1', 'SOCKS5H://h:1'])(
    'of another kind is refused with what to give instead: %s',
    async (all) => {
      await expect(fetchBy({ all }, 'http://a.example/x')).rejects.toMatchObject({
        code: 'usage',
        message: expect.stringMatching(/^\S+ is a SOCKS proxy, which webboot cannot use\.$/),
        remedy: expect.stringContaining('http://HOST:PORT'),
      });
    },
  );

  test.each(['ftp://h:1', 'http://', 'a b', 'http://user:secret@h:99999'])(
    'that is no address is refused without repeating it: %s',
    async (all) => {
      const failure = await fetchBy({ all }, 'http://a.example/x').catch(String);
      expect(failure).toBe('WebbootError: The address of the proxy is not valid.');
    },
  );
});

describe('the proxy of a target', () => {
  const by = (url: string, proxy: ProxySettings) => chooseProxy(new URL(url), proxy)?.host;

  test('is that of its scheme, else that of all', () => {
    const proxy = { http: 'one:1', all: 'three:3' };
    expect(by('http://a.example/', proxy)).toBe('one:1');
    expect(by('https://a.example/', proxy)).toBe('three:3');
    expect(by('https://a.example/', { https: '', all: 'three:3' })).toBeUndefined();
  });

  test.each([
    ['a.example', 'http://a.example/'],
    ['a.example', 'http://b.a.example/'],
    ['.a.example', 'http://a.example/'],
    ['*.a.example', 'http://b.a.example/'],
    ['A.Example', 'http://a.example/'],
    ['x, a.example', 'http://a.example/'],
    ['x a.example', 'http://a.example/'],
    ['a.example.', 'http://a.example/'],
    ['a.example', 'http://a.example./'],
    ['a.example:8080', 'http://a.example:8080/'],
    ['a.example:443', 'https://a.example/'],
    ['*', 'http://a.example/'],
    ['10.0.0.0/8', 'http://10.1.2.3/'],
    ['10.1.2.3', 'http://10.1.2.3:8080/'],
    ['::1', 'http://[::1]/'],
    ['[::1]:8080', 'http://[::1]:8080/'],
    ['fe80::/10', 'http://[fe80::1]/'],
  ])('is none for %s and %s', (none, url) => {
    expect(by(url, { all: 'proxy:1', none })).toBeUndefined();
  });

  test.each([
    ['a.example', 'http://ba.example/'],
    ['a.example:8080', 'http://a.example/'],
    ['10.0.0.0/8', 'http://11.0.0.1/'],
    ['10.0.0.0/99', 'http://10.0.0.1/'],
    ['10.0.0.0/8', 'http://10.example/'],
    ['[::1]:8080', 'http://[::1]/'],
    ['', 'http://a.example/'],
    [',,', 'http://a.example/'],
  ])('is not taken away by %s for %s', (none, url) => {
    expect(by(url, { all: 'proxy:1', none })).toBe('proxy:1');
  });

  test('is read from the environment as curl does', () => {
    const env = {
      http_proxy: 'one:1',
      HTTP_PROXY: 'http://cgi:1',
      HTTPS_PROXY: 'http://two:2',
      ALL_PROXY: 'three:3',
      no_proxy: 'localhost',
    };
    expect(proxyFromEnvironment(env)).toEqual({
      http: 'one:1',
      https: 'http://two:2',
      all: 'three:3',
      none: 'localhost',
    });
    expect(proxyFromEnvironment({})).toEqual({});
  });
});
