import { describe, expect, it } from 'vitest';
import {
  addressesOf,
  hostsOf,
  imageNameIn,
  locationText,
  parseLocation,
  type RemoteLocation,
  remoteLocation,
} from '../../../../src/core/image/image-location.ts';

function parseRemote(text: string): RemoteLocation {
  const address = parseLocation(text);
  if (address.kind !== 'location' || address.location.kind !== 'remote') {
    throw new Error(`${text} is ${address.kind}`);
  }
  return address.location;
}

describe('what a person types', () => {
  it.each([
    ['https://x.example/a.iso', 'https://x.example/a.iso'],
    ['HTTP://X.Example/A.iso', 'http://x.example/A.iso'],
    [' https://x.example:8443/a.iso?mirror=1#top ', 'https://x.example:8443/a.iso?mirror=1'],
    ['http://[fe80::1]:8000/a b.iso', 'http://[fe80::1]:8000/a%20b.iso'],
    ['https:/x.example/a.iso', 'https://x.example/a.iso'],
  ])('is an address: %s', (text, url) => {
    expect(parseRemote(text).urls).toEqual([url]);
  });

  it.each([
    ['/mnt/a.iso', '/mnt/a.iso'],
    ['/dev/sdb', '/dev/sdb'],
    ['file:///mnt/a%20b.iso', '/mnt/a b.iso'],
  ])('is a file or a device of this machine: %s', (text, path) => {
    expect(parseLocation(text)).toEqual({ kind: 'location', location: { kind: 'local', path } });
  });

  it.each(['debian', 'debian/standard', 'ubuntu/24.04', 'tails', '', '/'])(
    'is a name for the catalogue: "%s"',
    (text) => {
      expect(parseLocation(text)).toEqual({ kind: 'name' });
    },
  );

  it.each([
    ['ftp://x.example/a.iso', 'by ftp'],
    ['FTP://x.example/a.iso', 'by ftp'],
    ['nfs://x.example/a.iso', 'by nfs'],
    ['magnet:?xt=urn:btih:0', 'torrents'],
    ['http://', 'cannot be read'],
    ['https://x.example:port/a.iso', 'cannot be read'],
    ['file://x.example/a.iso', 'not name a file'],
    ['file:///mnt/a%00b.iso', 'zero byte'],
    ['/mnt/a\0b.iso', 'zero byte'],
    [`https://x.example/${'a'.repeat(5000)}`, 'too long'],
  ])('is refused with a remedy: %s', (text, message) => {
    expect(parseLocation(text)).toMatchObject({
      kind: 'wrong',
      maybeName: false,
      message: expect.stringContaining(message),
      remedy: expect.stringMatching(/^[A-Z].*\.$/),
    });
  });

  it.each([
    ['x.example/a.iso', 'https://x.example/a.iso'],
    ['10.0.2.2:8000/a.iso', 'https://10.0.2.2:8000/a.iso'],
    ['localhost/a.iso', 'https://localhost/a.iso'],
    ['[::1]/a.iso', 'https://[::1]/a.iso'],
    ['./a.iso', 'Start it with /'],
    ['../images/a', 'Start it with /'],
    ['a.iso', 'Start it with /'],
  ])('is explained if it is no name of the catalogue: %s', (text, remedy) => {
    expect(parseLocation(text)).toMatchObject({
      kind: 'wrong',
      maybeName: true,
      remedy: expect.stringContaining(remedy),
    });
  });
});

describe('a user name and a password in an address', () => {
  const address = 'https://me:p%40ss@x.example/a.iso';

  it('are set apart, and no print of the location shows them', () => {
    const location = parseRemote(address);
    expect(location.urls).toEqual(['https://x.example/a.iso']);
    const prints = [JSON.stringify(location), locationText(location), `${hostsOf(location)}`];
    prints.push(`${location.credentials?.[0]?.userInfo}`);
    for (const print of prints) expect(print).not.toMatch(/me:|p%40ss|p@ss/);
  });

  it('go back into the addresses of their own origin alone', () => {
    const location = remoteLocation([
      address,
      'https://x.example/b.iso',
      'http://x.example/a.iso',
      'https://x.example:8443/a.iso',
      'https://y.example/a.iso',
    ]);
    expect(addressesOf(location)).toEqual([
      address,
      'https://me:p%40ss@x.example/b.iso',
      'http://x.example/a.iso',
      'https://x.example:8443/a.iso',
      'https://y.example/a.iso',
    ]);
  });

  it('may have signs in them that need not be written as such', () => {
    const [restored] = addressesOf(parseRemote('http://me:p@ss$&$1@x.example/a.iso'));
    expect(restored).toBe('http://me:p%40ss$&$1@x.example/a.iso');
  });

  it.each(['http://me:p/ss@x.example/a.iso', 'me:p@ss@x.example/a.iso', 'ftp://me:pw@x.example/a'])(
    'are not repeated when %s is refused',
    (text) => {
      const refusal = JSON.stringify(parseLocation(text));
      expect(refusal).toContain('wrong');
      expect(refusal).not.toMatch(/me:|p\/ss|p@ss|pw/);
    },
  );
});

describe('the name for a copy of an image', () => {
  it.each([
    ['https://x.example/a%20b.iso', 'a b.iso'],
    ['https://x.example/x.iso?q=1#f', 'x.iso'],
    ['https://x.example/download', 'download.iso'],
    ['https://x.example/latest/', 'x.example.iso'],
    ['https://x.example', 'x.example.iso'],
    ['https://x.example/100%.iso', '100%.iso'],
    ['https://x.example/..%2F..%2Fetc%2Fpasswd.iso', '_.._etc_passwd.iso'],
    ['https://x.example/%2e%2e%2f.iso', '_.iso'],
    ['https://x.example/a%1b%5B2J%00%0a%E2%80%AE.iso', 'a_[2J___.iso'],
    ['https://x.example/.hidden.iso', 'hidden.iso'],
    [`https://x.example/${'a'.repeat(300)}.iso`, `${'a'.repeat(196)}.iso`],
    ['/mnt/My live.iso', 'My live.iso'],
  ])('at %s is %s', (text, name) => {
    const address = parseLocation(text);
    expect(address.kind === 'location' && imageNameIn(address.location)).toBe(name);
  });
});
