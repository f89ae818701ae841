import { describe, expect, test } from 'vitest';
import { verifyChecksums } from '../../../src/verify/checksums.ts';
import { createGpg } from '../../helpers/gpg.ts';
import { signedOn, suiteGpg, sums, verifyDetached } from '../../helpers/openpgp-checksums.ts';
import {
  checksumsPolicy,
  clock,
  keyringOf,
  refusalOf,
  smallFile,
} from '../../helpers/verification.ts';

const gpg = suiteGpg();
const at = '20240101T000000';
const ed25519 = gpg.createKey('Ed <ed@example.org>', { at });
const rsa = gpg.createKey('Rsa <rsa@example.org>', { algorithm: 'rsa3072', at });
const stranger = gpg.createKey('Stranger <s@example.org>', { at });
const everyKey = gpg.run(['--armor', '--export']);

type Given = Parameters<typeof verifyDetached>[0];
const detached = (given: Omit<Given, 'material'> & Partial<Given>) =>
  verifyDetached({ material: everyKey, ...given });

describe('a detached signature over a checksum file', () => {
  test.each([
    ['Ed25519', ed25519, true],
    ['Ed25519 without armor', ed25519, false],
    ['RSA', rsa, true],
    ['RSA without armor', rsa, false],
  ])('by %s is good and names its key', async (_, by, armor) => {
    const signature = gpg.detached(sums, { by: [by], at: signedOn, armor });
    const { trust, lines } = await detached({ pinned: [by], signature });
    expect(trust).toMatchObject({
      kind: 'signed',
      fingerprint: by,
      signedAt: '2025-03-01T12:00:00.000Z',
      covers: 'checksums',
    });
    expect(trust.by).toMatch(/^(Ed|Rsa) </);
    expect(lines).toHaveLength(2);
  });

  test.each(['nistp256', 'nistp384'])('by ECDSA on %s is good', async (algorithm) => {
    using home = createGpg();
    const key = home.createKey('Curve <c@example.org>', { algorithm, at: '20240101T000000' });
    const signature = home.detached(sums, { by: [key], at: signedOn });
    const { trust } = await detached({ pinned: [key], material: home.exportKey(key), signature });
    expect(trust.fingerprint).toBe(key);
  });

  test('is refused with a packet next to it that other programs pass over', async () => {
    const signature = gpg.detached(sums, { by: [rsa], at: signedOn, armor: false });
    const others = [Buffer.from([0xe8, 0]), Buffer.from([0xca, 3, 0x50, 0x47, 0x50])];
    for (const other of others) {
      for (const bytes of [Buffer.concat([other, signature]), Buffer.concat([signature, other])]) {
        const judged = detached({ pinned: [rsa], signature: bytes });
        expect(await refusalOf(judged)).toBe('signature-malformed');
      }
    }
  });

  test('made in text mode is good where the text has LF or CR LF', async () => {
    const signature = gpg.detached(sums, { by: [rsa], at: signedOn, extra: ['--textmode'] });
    const crlf = Buffer.from(sums.toString().replaceAll('\n', '\r\n'));
    expect(await refusalOf(detached({ pinned: [rsa], signature }))).toBe('accepted');
    expect(await refusalOf(detached({ pinned: [rsa], signature, data: crlf }))).toBe('accepted');
  });

  test('does not fit a file whose line ends were changed', async () => {
    const signature = gpg.detached(sums, { by: [rsa], at: signedOn });
    const crlf = Buffer.from(sums.toString().replaceAll('\n', '\r\n'));
    expect(await refusalOf(detached({ pinned: [rsa], signature, data: crlf }))).toBe(
      'signature-wrong',
    );
  });

  test('fails after a change of any byte of the file', async () => {
    const signature = gpg.detached(sums, { by: [ed25519], at: signedOn });
    for (let offset = 0; offset < sums.length; offset++) {
      const data = Buffer.from(sums);
      data[offset] = (data[offset] ?? 0) ^ 1;
      const refused = await refusalOf(detached({ pinned: [ed25519], signature, data }));
      expect(refused, `byte ${offset}`).toBe('signature-wrong');
    }
  });

  test('by a key that is not pinned is refused, though the keyring has it', async () => {
    const signature = gpg.detached(sums, { by: [stranger], at: signedOn });
    expect(await refusalOf(detached({ pinned: [ed25519, rsa], signature }))).toBe('key-unknown');
  });

  test('is refused where the keyring lacks the pinned key', async () => {
    const signature = gpg.detached(sums, { by: [ed25519], at: signedOn });
    const material = gpg.exportKey(stranger);
    expect(await refusalOf(detached({ pinned: [ed25519], signature, material }))).toBe(
      'key-unknown',
    );
  });

  test('is refused where the pin is a key ID and no fingerprint', async () => {
    const signature = gpg.detached(sums, { by: [ed25519], at: signedOn });
    expect(await refusalOf(detached({ pinned: [ed25519.slice(-16)], signature }))).toBe(
      'key-unknown',
    );
  });

  test.each([true, false])(
    'among several, one good pinned one is enough (armor %s)',
    async (armor) => {
      const by = [stranger, rsa, ed25519];
      const signature = gpg.detached(sums, { by, at: signedOn, armor });
      for (const pinned of [rsa, ed25519]) {
        expect((await detached({ pinned: [pinned], signature })).trust.fingerprint).toBe(pinned);
      }
    },
  );

  test.each([
    'Version: BCPG v1.68',
    'Version: OpenPGP.js v4.10.10',
    'Version: resf.keykeeper.v1',
    'Version: GopenPGP 2.7.5',
    'Charset: UTF-8',
    'Comment: https://example.org',
  ])('with the header "%s" is good', async (header) => {
    const text = Buffer.from(gpg.detached(sums, { by: [rsa], at: signedOn })).toString();
    const signature = text.replace('\n', `\n${header}\n`);
    expect(await refusalOf(detached({ pinned: [rsa], signature }))).toBe('accepted');
  });

  test.each(['Version: GnuPG v3', 'Version: \x1b[2J', 'Versiom: GnuPG v2', 'Hash: SHA256'])(
    'with the header %j is malformed',
    async (header) => {
      const text = Buffer.from(gpg.detached(sums, { by: [rsa], at: signedOn })).toString();
      const signature = text.replace('\n', `\n${header}\n`);
      expect(await refusalOf(detached({ pinned: [rsa], signature }))).toBe('signature-malformed');
    },
  );

  test('in several armored blocks counts like one of several packets', async () => {
    const blocks = [stranger, rsa].map((by) => gpg.detached(sums, { by: [by], at: signedOn }));
    const signature = Buffer.concat(blocks);
    expect((await detached({ pinned: [rsa], signature })).trust.fingerprint).toBe(rsa);
  });

  test.each([
    ['cut off', (text: string) => text.slice(0, -60)],
    ['with text after the armor', (text: string) => `${text}trust me\n`],
    ['with text before the armor', (text: string) => `trust me\n${text}`],
    ['with a wrong CRC-24', (text: string) => text.replace(/^=..../m, '=AAAA')],
    ['empty', () => ''],
    ['an error page', () => '<html>404</html>'],
    ['a public key', () => Buffer.from(gpg.exportKey(rsa)).toString()],
  ])('%s is malformed', async (_, change) => {
    const signature = Buffer.from(gpg.detached(sums, { by: [rsa], at: signedOn })).toString();
    expect(await refusalOf(detached({ pinned: [rsa], signature: change(signature) }))).toBe(
      'signature-malformed',
    );
  });

  test.each(['SHA1', 'RIPEMD160', 'SHA224'])('made with %s never counts', async (digest) => {
    const signature = gpg.detached(sums, {
      by: [rsa],
      at: signedOn,
      digest,
      extra: ['--allow-weak-digest-algos'],
    });
    expect(await refusalOf(detached({ pinned: [rsa], signature }))).toBe('digest-weak');
  });

  test('by DSA never counts', async () => {
    using home = createGpg();
    const key = home.createKey('Dsa <d@example.org>', {
      algorithm: 'dsa2048',
      at: '20240101T000000',
    });
    const signature = home.detached(sums, { by: [key], at: signedOn });
    const material = home.exportKey(key);
    expect(await refusalOf(detached({ pinned: [key], signature, material }))).toBe(
      'signature-wrong',
    );
  });

  test('by RSA of 1024 bits never counts', async () => {
    using home = createGpg();
    const key = home.createKey('Short <d@example.org>', {
      algorithm: 'rsa1024',
      at: '20240101T000000',
    });
    const signature = home.detached(sums, { by: [key], at: signedOn });
    const material = home.exportKey(key);
    expect(await refusalOf(detached({ pinned: [key], signature, material }))).toBe(
      'signature-wrong',
    );
  });

  test('is asked for where there is none', async () => {
    const missing = verifyChecksums({
      policy: checksumsPolicy('openpgp-detached', [{ fingerprint: rsa, key: 'key.asc' }]),
      checksums: smallFile(sums),
      signature: undefined,
      keyring: keyringOf({}),
      clock,
    });
    expect(await refusalOf(missing)).toBe('signature-missing');
  });
});
