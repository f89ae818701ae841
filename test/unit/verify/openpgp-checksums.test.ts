import { readKey } from 'openpgp';
import { afterAll, describe, expect, test } from 'vitest';
import { verifyChecksums } from '../../../src/verify/checksums.ts';
import type { Clock } from '../../../src/verify/clock.ts';
import { createGpg, type Gpg, revokeKey } from '../../helpers/gpg.ts';
import {
  checksumsPolicy,
  clock,
  keyringOf,
  refusalOf,
  smallFile,
} from '../../helpers/verification.ts';

const hex = 'a'.repeat(64);
const sums = Buffer.from(`${hex}  live.iso\n${'b'.repeat(64)}  other.iso\n`);
const signedOn = '20250301T120000';

const homes: Gpg[] = [];
function home(): Gpg {
  const gpg = createGpg();
  homes.push(gpg);
  return gpg;
}
afterAll(() => {
  for (const gpg of homes) gpg[Symbol.dispose]();
});

const main = home();
const ed25519 = main.createKey('Ed <ed@example.org>', { at: '20240101T000000' });
const rsa = main.createKey('Rsa <rsa@example.org>', {
  algorithm: 'rsa3072',
  at: '20240101T000000',
});
const stranger = main.createKey('Stranger <s@example.org>', { at: '20240101T000000' });

interface Case {
  readonly pinned: readonly string[];
  readonly material?: Uint8Array;
  readonly signature: Uint8Array | string;
  readonly data?: Uint8Array;
  readonly at?: Clock;
}

function detached(options: Case): ReturnType<typeof verifyChecksums> {
  return verifyChecksums({
    policy: checksumsPolicy(
      'openpgp-detached',
      options.pinned.map((fingerprint) => ({ fingerprint, key: 'key.asc' })),
    ),
    checksums: smallFile(options.data ?? sums),
    signature: smallFile(options.signature),
    keyring: keyringOf({ 'key.asc': options.material ?? main.run(['--armor', '--export']) }),
    clock: options.at ?? clock,
  });
}

function clearsigned(file: Uint8Array | string, pinned = ed25519) {
  return verifyChecksums({
    policy: checksumsPolicy('openpgp-clearsigned', [{ fingerprint: pinned, key: 'key.asc' }]),
    checksums: smallFile(file),
    signature: undefined,
    keyring: keyringOf({ 'key.asc': main.exportKey(pinned) }),
    clock,
  });
}

describe('a detached signature over a checksum file', () => {
  test.each([
    ['Ed25519', ed25519, true],
    ['Ed25519 without armor', ed25519, false],
    ['RSA', rsa, true],
    ['RSA without armor', rsa, false],
  ])('by %s is good and names its key', async (_, by, armor) => {
    const signature = main.detached(sums, { by: [by], at: signedOn, armor });
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
    const gpg = home();
    const key = gpg.createKey('Curve <c@example.org>', { algorithm, at: '20240101T000000' });
    const signature = gpg.detached(sums, { by: [key], at: signedOn });
    const { trust } = await detached({ pinned: [key], material: gpg.exportKey(key), signature });
    expect(trust.fingerprint).toBe(key);
  });

  test('made in text mode is good where the text has LF or CR LF', async () => {
    const signature = main.detached(sums, { by: [rsa], at: signedOn, extra: ['--textmode'] });
    const crlf = Buffer.from(sums.toString().replaceAll('\n', '\r\n'));
    expect(await refusalOf(detached({ pinned: [rsa], signature }))).toBe('accepted');
    expect(await refusalOf(detached({ pinned: [rsa], signature, data: crlf }))).toBe('accepted');
  });

  test('does not fit a file whose line ends were changed', async () => {
    const signature = main.detached(sums, { by: [rsa], at: signedOn });
    const crlf = Buffer.from(sums.toString().replaceAll('\n', '\r\n'));
    expect(await refusalOf(detached({ pinned: [rsa], signature, data: crlf }))).toBe(
      'signature-wrong',
    );
  });

  test('fails after a change of any byte of the file', async () => {
    const signature = main.detached(sums, { by: [ed25519], at: signedOn });
    for (let offset = 0; offset < sums.length; offset++) {
      const data = Buffer.from(sums);
      data[offset] = (data[offset] ?? 0) ^ 1;
      const refused = await refusalOf(detached({ pinned: [ed25519], signature, data }));
      expect(refused, `byte ${offset}`).toBe('signature-wrong');
    }
  });

  test('by a key that is not pinned is refused, though the keyring has it', async () => {
    const signature = main.detached(sums, { by: [stranger], at: signedOn });
    expect(await refusalOf(detached({ pinned: [ed25519, rsa], signature }))).toBe('key-unknown');
  });

  test('is refused where the keyring lacks the pinned key', async () => {
    const signature = main.detached(sums, { by: [ed25519], at: signedOn });
    const material = main.exportKey(stranger);
    expect(await refusalOf(detached({ pinned: [ed25519], signature, material }))).toBe(
      'key-unknown',
    );
  });

  test('is refused where the pin is a key ID and no fingerprint', async () => {
    const signature = main.detached(sums, { by: [ed25519], at: signedOn });
    expect(await refusalOf(detached({ pinned: [ed25519.slice(-16)], signature }))).toBe(
      'key-unknown',
    );
  });

  test.each([true, false])(
    'among several, one good pinned one is enough (armor %s)',
    async (armor) => {
      const by = [stranger, rsa, ed25519];
      const signature = main.detached(sums, { by, at: signedOn, armor });
      for (const pinned of [rsa, ed25519]) {
        expect((await detached({ pinned: [pinned], signature })).trust.fingerprint).toBe(pinned);
      }
    },
  );

  test('in several armored blocks counts like one of several packets', async () => {
    const blocks = [stranger, rsa].map((by) => main.detached(sums, { by: [by], at: signedOn }));
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
    ['a public key', () => Buffer.from(main.exportKey(rsa)).toString()],
  ])('%s is malformed', async (_, change) => {
    const signature = Buffer.from(main.detached(sums, { by: [rsa], at: signedOn })).toString();
    expect(await refusalOf(detached({ pinned: [rsa], signature: change(signature) }))).toBe(
      'signature-malformed',
    );
  });

  test.each(['SHA1', 'RIPEMD160', 'SHA224'])('made with %s never counts', async (digest) => {
    const signature = main.detached(sums, {
      by: [rsa],
      at: signedOn,
      digest,
      extra: ['--allow-weak-digest-algos'],
    });
    expect(await refusalOf(detached({ pinned: [rsa], signature }))).toBe('digest-weak');
  });

  test('by DSA never counts', async () => {
    const gpg = home();
    const key = gpg.createKey('Dsa <d@example.org>', {
      algorithm: 'dsa2048',
      at: '20240101T000000',
    });
    const signature = gpg.detached(sums, { by: [key], at: signedOn });
    const material = gpg.exportKey(key);
    expect(await refusalOf(detached({ pinned: [key], signature, material }))).toBe(
      'signature-wrong',
    );
  });

  test('by RSA of 1024 bits never counts', async () => {
    const gpg = home();
    const key = gpg.createKey('Short <d@example.org>', {
      algorithm: 'rsa1024',
      at: '20240101T000000',
    });
    const signature = gpg.detached(sums, { by: [key], at: signedOn });
    const material = gpg.exportKey(key);
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

describe('a subkey', () => {
  const gpg = home();
  const primary = gpg.createKey('Sub <sub@example.org>', {
    algorithm: 'rsa2048',
    usage: 'cert',
    at: '20240101T000000',
  });
  const subkey = gpg.addSigningSubkey(primary, { at: '20240102T000000' });
  const material = gpg.exportKey(primary);
  const signature = gpg.detached(sums, { by: [`${subkey}!`], at: signedOn });

  test('signs for its pinned primary key', async () => {
    const { trust } = await detached({ pinned: [primary], signature, material });
    expect(trust).toMatchObject({ fingerprint: primary, by: 'Sub <sub@example.org>' });
  });

  test('is not pinned by its own fingerprint', async () => {
    expect(await refusalOf(detached({ pinned: [subkey], signature, material }))).toBe(
      'key-unknown',
    );
  });

  test('does not count under another primary key that binds it without its consent', async () => {
    const thief = home();
    const victim = thief.createKey('Thief <t@example.org>', { at: '20240101T000000' });
    const split = (armored: Uint8Array): Uint8Array => thief.run(['--dearmor'], { input: armored });
    // The thief's certificate with the packets of the other's subkey after it.
    const foreign = Buffer.concat([split(thief.exportKey(victim)), subkeyPackets(gpg, primary)]);
    expect(await refusalOf(detached({ pinned: [victim], signature, material: foreign }))).not.toBe(
      'accepted',
    );
  });

  test('that was revoked is refused, before and after, when no soft reason is given', async () => {
    const revoking = home();
    const key = revoking.createKey('Rev <r@example.org>', { at: '20240101T000000' });
    const sub = revoking.addSigningSubkey(key, { at: '20240102T000000' });
    const old = revoking.detached(sums, { by: [`${sub}!`], at: signedOn });
    revoking.run(['--command-fd', '0', '--no-batch', '--edit-key', key], {
      input: 'key 1\nrevkey\ny\n0\n\ny\nsave\n',
      at: '20250601T000000',
    });
    const revoked = revoking.exportKey(key);
    expect(await refusalOf(detached({ pinned: [key], signature: old, material: revoked }))).toBe(
      'key-revoked',
    );
  });

  test('that had expired is refused by the date of the signature', async () => {
    const expiring = home();
    const key = expiring.createKey('Exp <e@example.org>', { at: '20240101T000000' });
    const sub = expiring.addSigningSubkey(key, { at: '20240102T000000', expires: '2024-06-01' });
    const by = [`${sub}!`];
    const before = expiring.detached(sums, { by, at: '20240501T000000' });
    const keyFile = expiring.exportKey(key);
    expiring.run(['--quick-set-expire', key, '2026-01-01', sub], { at: '20240501T000000' });
    const after = expiring.detached(sums, { by, at: '20250501T000000' });
    const judged = (made: Uint8Array) =>
      refusalOf(detached({ pinned: [key], signature: made, material: keyFile }));
    expect(await judged(before)).toBe('accepted');
    expect(await judged(after)).toBe('key-expired');
  });

  test('that does not claim its primary key in turn is refused', async () => {
    const certificate = await readKey({ armoredKey: Buffer.from(material).toString() });
    const embeddedSignature = 32;
    for (const binding of certificate.subkeys.flatMap((sub) => sub.bindingSignatures)) {
      binding.unhashedSubpackets = binding.unhashedSubpackets.filter(
        ({ type }) => type !== embeddedSignature,
      );
    }
    const bare = certificate.write();
    expect(await refusalOf(detached({ pinned: [primary], signature, material: bare }))).toBe(
      'signature-wrong',
    );
  });
});

describe('a key that has expired', () => {
  const gpg = home();
  const key = gpg.createKey('Old <old@example.org>', {
    at: '20240101T000000',
    expires: '2024-06-01',
  });
  const signedInTime = gpg.detached(sums, { by: [key], at: '20240501T000000' });
  const expiredCertificate = gpg.exportKey(key);
  gpg.run(['--quick-set-expire', key, '2026-01-01'], { at: '20240501T000000' });
  const signedLate = gpg.detached(sums, { by: [key], at: '20250301T000000' });
  const extendedCertificate = gpg.exportKey(key);
  const pinned = [key];

  test('still vouches for what it signed in its time', async () => {
    const material = expiredCertificate;
    expect(await refusalOf(detached({ pinned, material, signature: signedInTime }))).toBe(
      'accepted',
    );
  });

  test('does not vouch for what it signed later', async () => {
    const material = expiredCertificate;
    expect(await refusalOf(detached({ pinned, material, signature: signedLate }))).toBe(
      'key-expired',
    );
  });

  test('does so once its life is extended, and the newest extension counts', async () => {
    const material = extendedCertificate;
    for (const signature of [signedInTime, signedLate]) {
      expect(await refusalOf(detached({ pinned, material, signature }))).toBe('accepted');
    }
  });
});

describe('a revoked key', () => {
  const revoked = (reason: number) => {
    const gpg = home();
    const key = gpg.createKey('Revoked <r@example.org>', { at: '20240101T000000' });
    const before = gpg.detached(sums, { by: [key], at: '20240201T000000' });
    const after = gpg.detached(sums, { by: [key], at: '20250201T000000' });
    revokeKey(gpg, key, { reason, at: '20240601T000000' });
    const material = gpg.exportKey(key);
    const judged = (signature: Uint8Array) =>
      refusalOf(detached({ pinned: [key], material, signature }));
    return Promise.all([judged(before), judged(after)]);
  };

  test('vouches for nothing when it was compromised', async () => {
    expect(await revoked(1)).toEqual(['key-revoked', 'key-revoked']);
  });

  test('vouches for nothing when no reason is given', async () => {
    expect(await revoked(0)).toEqual(['key-revoked', 'key-revoked']);
  });

  test.each([2, 3])('vouches for its past when superseded or retired (%i)', async (reason) => {
    expect(await revoked(reason)).toEqual(['accepted', 'key-revoked']);
  });
});

describe('the clock', () => {
  const signature = main.detached(sums, { by: [ed25519], at: '20270301T000000' });
  const early = { now: new Date('1970-01-01'), builtAt: new Date('2026-01-01') };

  test('is named as wrong when the signature is from its future', async () => {
    expect(await refusalOf(detached({ pinned: [ed25519], signature }))).toBe('clock-wrong');
    expect(await refusalOf(detached({ pinned: [ed25519], signature, at: early }))).toBe(
      'clock-wrong',
    );
  });

  test('may be late where the mirror knows the date', async () => {
    const at = { ...early, mirrorDate: new Date('2027-03-02') };
    expect(await refusalOf(detached({ pinned: [ed25519], signature, at }))).toBe('accepted');
  });

  test('may be late by as much as the build date makes good', async () => {
    const old = main.detached(sums, { by: [ed25519], at: '20251231T000000' });
    expect(await refusalOf(detached({ pinned: [ed25519], signature: old, at: early }))).toBe(
      'accepted',
    );
  });

  test('decides on a signature with an expiry, and is named where the mirror says otherwise', async () => {
    const extra = ['--default-sig-expire', '2026-03-01'];
    const expiring = main.detached(sums, { by: [ed25519], at: signedOn, extra });
    const judged = (at: Clock) =>
      refusalOf(detached({ pinned: [ed25519], signature: expiring, at }));
    const builtAt = new Date('2026-01-01');
    expect(await judged({ now: new Date('2026-02-01'), builtAt })).toBe('accepted');
    expect(await judged({ now: new Date('2026-04-01'), builtAt })).toBe('signature-wrong');
    const mirrorDate = new Date('2026-02-01');
    expect(await judged({ now: new Date('2026-04-01'), builtAt, mirrorDate })).toBe('clock-wrong');
    expect(
      await judged({ now: new Date('2026-02-01'), builtAt, mirrorDate: new Date('2026-04-01') }),
    ).toBe('signature-wrong');
  });
});

describe('a clearsigned checksum file', () => {
  const text = Buffer.from(`# live.iso: 5 bytes\n- dashed\nSHA256 (live.iso) = ${hex}  \n-----x\n`);
  const file = Buffer.from(main.clearsigned(text, { by: [ed25519], at: signedOn })).toString();

  test('gives its signed lines', async () => {
    const { lines, trust } = await clearsigned(file);
    expect(lines).toEqual([{ algorithm: 'sha256', hex, name: 'live.iso' }]);
    expect(trust).toMatchObject({ kind: 'signed', fingerprint: ed25519, covers: 'checksums' });
  });

  test('may have come with CR LF or with blanks at line ends', async () => {
    expect(await refusalOf(clearsigned(file.replaceAll('\n', '\r\n')))).toBe('accepted');
    expect(await refusalOf(clearsigned(file.replace(hex, `${hex} \t`)))).toBe('accepted');
  });

  const forged = `SHA256 (live.iso) = ${'c'.repeat(64)}\n`;
  test.each([
    ['before it', `${forged}${file}`],
    ['after it', `${file}${forged}`],
    ['as a header', file.replace('Hash: ', `${forged}Hash: `)],
    ['as a comment header', file.replace('Hash: ', `Comment: ${forged}Hash: `)],
    ['in a second message', `${file}${file.replace(hex, 'c'.repeat(64))}`],
    ['between text and signature', file.replace('\n=', `\n${forged}=`)],
    ['in a line with a bare dash', file.replace('- - dashed', '-dashed')],
  ])('with text %s is malformed', async (_, changed) => {
    expect(await refusalOf(clearsigned(changed))).toBe('signature-malformed');
  });

  test.each([
    ['a changed digest', file.replace(hex, 'c'.repeat(64))],
    ['an added line', file.replace('SHA256 (', `${forged}SHA256 (`)],
    ['a removed line', file.replace('# live.iso: 5 bytes\n', '')],
    ['a changed blank within a line', file.replace('= a', '=  a')],
  ])('with %s is refused', async (_, changed) => {
    expect(await refusalOf(clearsigned(changed))).toBe('signature-wrong');
  });

  test.each([0.1, 0.5, 0.9])('cut off at %f is refused', async (part) => {
    expect(await refusalOf(clearsigned(file.slice(0, file.length * part)))).toBe(
      'signature-malformed',
    );
  });

  test('without a signature at all is refused', async () => {
    expect(await refusalOf(clearsigned(text))).toBe('signature-malformed');
  });
});

/** The packets of a certificate from its first subkey on. */
function subkeyPackets(gpg: Gpg, fingerprint: string): Uint8Array {
  const whole = Buffer.from(gpg.run(['--dearmor'], { input: gpg.exportKey(fingerprint) }));
  const listing = Buffer.from(gpg.run(['--list-packets'], { input: whole })).toString();
  const offset = /# off=(\d+)[^\n]*\n:public sub key/.exec(listing)?.[1];
  return whole.subarray(Number(offset));
}
