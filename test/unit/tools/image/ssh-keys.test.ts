import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { authorizedKeys } from '../../../../tools/image/ssh-keys.ts';

/** The fields of a key with their lengths in front (RFC 4251, section 5). */
function blob(...fields: readonly (string | Uint8Array)[]): string {
  const parts = fields.flatMap((field) => {
    const bytes = Buffer.from(field as string);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    return [length, bytes];
  });
  return Buffer.concat(parts).toString('base64');
}

const ed25519 = blob('ssh-ed25519', new Uint8Array(32).fill(7));
const point = (bytes: number) => new Uint8Array(bytes).fill(9).fill(4, 0, 1);
const modulus = (bits: number) => new Uint8Array(bits / 8 + 1).fill(255).fill(0, 0, 1);
const rsa = (bits: number) => blob('ssh-rsa', new Uint8Array([1, 0, 1]), modulus(bits));
const restrictions = 'no-port-forwarding,no-agent-forwarding,no-X11-forwarding';

const read = (text: string) => authorizedKeys(text, 'keys.pub');

describe('the public keys of an image', () => {
  it('are written with nothing but what a login needs, without what stands behind them', () => {
    expect(read(`# mine\n\n  ssh-ed25519 ${ed25519} me@home \x1b[2J\r\n`)).toBe(
      `${restrictions} ssh-ed25519 ${ed25519}\n`,
    );
  });

  it.each([
    ['ssh-rsa', rsa(3072)],
    ['ecdsa-sha2-nistp256', blob('ecdsa-sha2-nistp256', 'nistp256', point(65))],
    ['ecdsa-sha2-nistp384', blob('ecdsa-sha2-nistp384', 'nistp384', point(97))],
    ['ecdsa-sha2-nistp521', blob('ecdsa-sha2-nistp521', 'nistp521', point(133))],
    ['sk-ssh-ed25519@openssh.com', blob('sk-ssh-ed25519@openssh.com', new Uint8Array(32), 'ssh:')],
    [
      'sk-ecdsa-sha2-nistp256@openssh.com',
      blob('sk-ecdsa-sha2-nistp256@openssh.com', 'nistp256', point(65), 'ssh:'),
    ],
  ])('may be %s', (type, key) => {
    expect(read(`${type} ${key}`)).toBe(`${restrictions} ${type} ${key}\n`);
  });

  it('count once each', () => {
    const line = `ssh-ed25519 ${ed25519}\n`;
    expect(read(line + line).split('\n')).toHaveLength(2);
  });

  it.each([
    [
      'a private key',
      generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      /private key/,
    ],
    ['options', `command="sh",no-pty ssh-ed25519 ${ed25519}`, /options/],
    ['options with blanks', `from="10.0.0.1, 10.0.0.2" ssh-ed25519 ${ed25519}`, /options/],
    ['a certificate', `ssh-ed25519-cert-v01@openssh.com ${ed25519}`, /[Cc]ertificates/],
    ['a DSA key', `ssh-dss ${ed25519}`, /DSA/],
    ['a type that nobody knows', `ssh-falcon ${ed25519}`, /not supported/],
    ['another type than the key itself has', `ssh-rsa ${ed25519}`, /damaged/],
    ['a key that is cut off', `ssh-ed25519 ${ed25519.slice(0, 40)}`, /damaged/],
    [
      'a key with something behind it',
      `ssh-ed25519 ${blob('ssh-ed25519', new Uint8Array(32), 'x')}`,
      /damaged/,
    ],
    ['no key behind the type', 'ssh-ed25519', /damaged/],
    [
      'a length beyond the end',
      `ssh-ed25519 ${Buffer.from('ffffffff00', 'hex').toString('base64')}`,
      /damaged/,
    ],
    ['a short RSA key', `ssh-rsa ${rsa(1024)}`, /1024 bits is too weak/],
    ['an RSA key that dropbear would not read', `ssh-rsa ${rsa(32768)}`, /too long/],
    [
      'a point off the curve’s form',
      `ecdsa-sha2-nistp256 ${blob('ecdsa-sha2-nistp256', 'nistp256', new Uint8Array(65))}`,
      /damaged/,
    ],
    ['something else', '\x1b[2Jhello world', /not a type of key/],
    ['nothing', '\n# only a comment\n', /no key/],
    [
      'more keys than people',
      Array.from(
        { length: 65 },
        (_, n) => `ssh-ed25519 ${blob('ssh-ed25519', new Uint8Array(32).fill(n))}`,
      ).join('\n'),
      /more than 64/,
    ],
  ])('are refused with %s, before anything is built', (_what, text, message) => {
    const attempt = () => read(text);
    expect(attempt).toThrow(
      expect.objectContaining({ code: 'usage', message: expect.stringMatching(message) }),
    );
    expect(attempt).not.toThrow(/\x1b/);
  });

  it('name the line that is wrong, and what to give instead', () => {
    expect(() => read(`ssh-ed25519 ${ed25519}\nssh-dss x`)).toThrow(
      expect.objectContaining({
        message: expect.stringContaining('Line 2'),
        remedy: expect.stringContaining('ssh-keygen'),
      }),
    );
  });
});
