import { describe, expect, it } from 'vitest';
import { redact, redactAll } from '../../../../src/core/settings/redact.ts';

describe('a text for a screen, a log or a record', () => {
  it('loses secrets that are known', () => {
    expect(redact('joined Home with correct horse', ['correct horse'])).toBe(
      'joined Home with [hidden]',
    );
  });

  it.each([
    ['GET http://me:pw@proxy:3128/x failed', 'GET http://[hidden]@proxy:3128/x failed'],
    ['https://me@x.example/a', 'https://[hidden]@x.example/a'],
    ['https://me:p@ss@x.example/a@b', 'https://[hidden]@x.example/a@b'],
    ['"HTTP://me:p/ss?#@x.example/a"', '"HTTP://[hidden]@x.example/a"'],
    ['http://a:b@one,https://c:d@two/x', 'http://[hidden]@one,https://[hidden]@two/x'],
    ['me:pw@x.example/a.iso', '[hidden]@x.example/a.iso'],
    ['http:/me:pw@x.example/a', 'http:/[hidden]@x.example/a'],
    ['HTTP:\\\\me:pw@x.example\\a', 'HTTP:\\\\[hidden]@x.example\\a'],
    ['https:me:pw@x.example/a', 'https:[hidden]@x.example/a'],
    ['"//me:pw@x.example/a"', '"//[hidden]@x.example/a"'],
    ['me:pw@x.example,http://x.example/a', '[hidden]@x.example,http://x.example/a'],
  ])('loses user name and password of %s', (text, shown) => {
    expect(redact(text)).toBe(shown);
  });

  it.each([
    ...['wifi.passphrase=abc', '{"password": "a b"}', 'token: abc', 'psk="a b"', "psk='a b'"],
    ...['https://x.example/a.iso?api_key=abc', '?sig=abc', '&signature=abc', 'X-Api-Key: abc'],
    ...['?X-Amz-Signature=abc', '?X-Amz-Credential=abc', '?access_token=abc', '?apikey=abc'],
    ...['Authorization: Basic abc', 'Proxy-Authorization: Digest a b, c="abc"', 'Cookie: s=abc'],
    ...['Bearer abc', 'sent bearer  abc to it', 'inst.rootpw.pass=abc', 'clientSecret = abc'],
    ...['?to%6ben=abc', '?token[]=abc', '?auth[token]=abc', '?%74oken%5B%5D=abc', '?code=abc'],
    ...['?sessionid=abc', '?session_id=abc', '?hmac=abc'],
    ...['?token=abc&os=debian', 'password=a"bc', '?auth=abc', 'AWSAccessKeyId=abc'],
  ])('loses the value in %s', (text) => {
    expect(redact(text)).toContain('[hidden]');
    expect(redact(text)).not.toMatch(/abc|a b|"bc/);
    expect(redact(redact(text))).toBe(redact(text));
  });

  it('loses a name and a password that only base64 covers', () => {
    expect(redact('sent Basic bWU6cHc= to the proxy')).toBe('sent Basic [hidden] to the proxy');
    expect(redact('a basic installation')).toBe('a basic installation');
  });

  it.each([
    'eth0 192.168.1.20/24 http://mirror/debian.iso 12 %',
    'http://[fe80::1]:8000/a@2x.iso',
    'Debian CD signing key <debian-cd@lists.debian.org>',
    'The signature: it is missing. The key: unknown.',
    'BOOT_IMAGE=/live/vmlinuz boot=live findiso= quiet keyboard-layouts=de',
    '12:30:05 the passphrase is wrong',
  ])('keeps everything else: %s', (text) => {
    expect(redact(text)).toBe(text);
  });

  it('is still JSON where it was a text of JSON', () => {
    const text = JSON.stringify({ url: 'http://x/?token=abc', next: 'a b', psk: 'c"d' });
    expect(JSON.parse(redact(text))).toEqual({
      url: 'http://x/?token=[hidden]',
      next: 'a b',
      psk: '[hidden]',
    });
  });

  it('costs no more steps than it has letters, whatever it is made of', () => {
    const parts = ['a', '=', ':', '@', '"', ' ', '://', 'a@', 'token=', 'token="', 'bearer ', '.'];
    for (const part of [...parts, 'http://a', 'a:b', '=" ']) {
      const text = part.repeat(200_000 / part.length);
      expect(redact(text).length).toBeGreaterThan(0);
    }
  });
});

describe('a value for the JSON lines', () => {
  it('loses the secrets of each of its texts, and nothing else', () => {
    const value = { a: ['http://x/?token=abc', 1, null], b: { c: 'joined with horse' }, d: true };
    expect(redactAll(value, ['horse'])).toEqual({
      a: ['http://x/?token=[hidden]', 1, null],
      b: { c: 'joined with [hidden]' },
      d: true,
    });
  });
});
