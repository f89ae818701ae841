import { describe, expect, it } from 'vitest';
import { redact } from '../../../../src/core/settings/redact.ts';

describe('a text for the log', () => {
  it('loses secrets that are known', () => {
    expect(redact('joined Home with correct horse', ['correct horse'])).toBe(
      'joined Home with [hidden]',
    );
  });

  it('loses user name and password of a URL', () => {
    expect(redact('GET http://me:pw@proxy:3128/x failed')).toBe(
      'GET http://[hidden]@proxy:3128/x failed',
    );
  });

  it.each(['wifi.passphrase=abc', '{"password": "a b"}', 'token: abc', 'psk="a b"'])(
    'loses the value in %s',
    (text) => {
      expect(redact(text)).toContain('[hidden]');
      expect(redact(text)).not.toMatch(/abc|a b/);
    },
  );

  it('keeps everything else', () => {
    const text = 'eth0 192.168.1.20/24 http://mirror/debian.iso 12 %';
    expect(redact(text)).toBe(text);
  });
});
