import { describe, expect, it } from 'vitest';
import { cookieOf, hostsOf, refusalOf } from '../../../src/remote/guard.ts';

const site = { encrypted: true, hosts: hostsOf(['192.168.1.20', '[fd00::1]'], 443, 443) };
const own = {
  host: '192.168.1.20',
  origin: 'https://192.168.1.20',
  'content-type': 'application/json',
};
const refused = (method: string, headers: Readonly<Record<string, string>>) =>
  refusalOf(method, headers, site);

describe('what a browser may be made to ask', () => {
  it('is answered for the machine’s own addresses, by its own page', () => {
    expect(refused('GET', { host: '192.168.1.20' })).toBeUndefined();
    expect(refused('POST', own)).toBeUndefined();
    expect(
      refused('POST', { ...own, host: '[FD00::1]', origin: 'https://[fd00::1]' }),
    ).toBeUndefined();
    expect(refused('POST', { ...own, 'sec-fetch-site': 'same-origin' })).toBeUndefined();
  });

  it.each([
    '',
    'evil.example',
    '192.168.1.20.evil.example',
    '192.168.1.20:80',
    '192.168.1.21',
    'localhost',
  ])('is refused for the host %j, which a name of somebody else’s may point here by', (host) => {
    expect(refused('GET', { host })).toBe(421);
    expect(refused('POST', { ...own, host })).toBe(421);
  });

  it.each(['https://evil.example', 'null', 'http://192.168.1.20', 'https://192.168.1.20:8443', ''])(
    'is refused from the origin %j',
    (origin) => expect(refused('POST', { ...own, origin })).toBe(403),
  );

  it('is refused without an origin, from another site, and as a form', () => {
    expect(refused('POST', { host: own.host, 'content-type': own['content-type'] })).toBe(403);
    expect(refused('POST', { ...own, 'sec-fetch-site': 'cross-site' })).toBe(403);
    expect(refused('GET', { host: own.host, 'sec-fetch-site': 'cross-site' })).toBe(403);
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data']) {
      expect(refused('POST', { ...own, 'content-type': type })).toBe(415);
    }
  });

  it('opens the page by a link on another page, and nothing that acts', () => {
    const followed = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' };
    expect(refused('GET', { host: own.host, ...followed })).toBeUndefined();
    expect(refused('POST', { ...own, ...followed, origin: 'https://evil.example' })).toBe(403);
  });

  it.each(['PUT', 'DELETE', 'OPTIONS', 'CONNECT', 'HEAD'])('is refused by %s', (method) =>
    expect(refused(method, own)).toBe(405),
  );

  it('names a port only if the scheme does not', () => {
    expect(hostsOf(['10.0.0.1'], 8443, 443)).toEqual(['10.0.0.1:8443']);
    expect(hostsOf(['10.0.0.1'], 443, 443)).toEqual(['10.0.0.1']);
  });

  it('finds its own cookie among others', () => {
    expect(cookieOf('a=b; __Host-webboot=xyz; c=d', '__Host-webboot')).toBe('xyz');
    expect(cookieOf('x__Host-webboot=xyz', '__Host-webboot')).toBeUndefined();
    expect(cookieOf(undefined, '__Host-webboot')).toBeUndefined();
  });
});
