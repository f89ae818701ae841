import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { findDigest } from '../../../src/formats/checksums/find-digest.ts';
import { verifyChecksums } from '../../../src/verify/checksums.ts';
import { checksumsPolicy, keyringOf, refusalOf, smallFile } from '../../helpers/verification.ts';

const samples = new URL('../../../../shared/samples/', import.meta.url);
const present = existsSync(samples);
if (!present) console.warn('skipped: no real signed checksum files beside the repository');

const clock = { now: new Date('2026-11-21'), builtAt: new Date('2026-11-01') };
const debianKey = 'DF9B9C49EAA9298432589D76DA87E80D6294BE9B';
const ubuntuKey = '843938DF228D22F7B3742BC0D94AA3F0EFE21092';

const files = [
  {
    sums: 'debian_112_amd64/SHA256SUMS',
    signature: 'debian_112_amd64/SHA256SUMS.sign',
    key: `debian-cd-${debianKey}.asc`,
    fingerprint: debianKey,
    by: 'Debian CD signing key <debian-cd@lists.debian.org>',
    image: 'debian-11.2.0-amd64-DVD-1.iso',
  },
  {
    sums: 'debian_112_amd64/SHA512SUMS',
    signature: 'debian_112_amd64/SHA512SUMS.sign',
    key: `debian-cd-${debianKey}.asc`,
    fingerprint: debianKey,
    by: 'Debian CD signing key <debian-cd@lists.debian.org>',
    image: 'debian-11.2.0-amd64-DVD-1.iso',
  },
  {
    sums: 'ubuntu_20041/SHA256SUMS',
    signature: 'ubuntu_20041/SHA256SUMS.gpg',
    key: 'ubuntu-cdimage-843938DF.asc',
    fingerprint: ubuntuKey,
    by: 'Ubuntu CD Image Automatic Signing Key (2012) <cdimage@ubuntu.com>',
    image: 'ubuntu-20.04.1-desktop-amd64.iso',
  },
];

describe.skipIf(!present).each(files)('the real $sums', (file) => {
  const read = (path: string) => readFileSync(new URL(path, samples));
  const verify = (change: { sums?: Uint8Array; signature?: Uint8Array } = {}) =>
    verifyChecksums({
      policy: checksumsPolicy('openpgp-detached', [
        { fingerprint: file.fingerprint, key: file.key },
      ]),
      checksums: smallFile(change.sums ?? read(`checksums/${file.sums}`)),
      signature: smallFile(change.signature ?? read(`checksums/${file.signature}`)),
      keyring: keyringOf({ [file.key]: read(`keys/${file.key}`) }),
      clock,
    });

  test('is signed by the real key and names its images', async () => {
    const { trust, lines } = await verify();
    expect(trust).toMatchObject({ kind: 'signed', fingerprint: file.fingerprint, by: file.by });
    expect(findDigest(lines, file.image)).toMatchObject({ kind: 'found', name: file.image });
  });

  test('is refused after a change of any byte', async () => {
    const sums = read(`checksums/${file.sums}`);
    for (let offset = 0; offset < sums.length; offset++) {
      const changed = Uint8Array.from(sums);
      changed[offset] = (changed[offset] ?? 0) ^ (1 << (offset % 8));
      expect(await refusalOf(verify({ sums: changed })), `byte ${offset}`).toBe('signature-wrong');
    }
  });

  test('is refused after a change of bytes of its signature', async () => {
    const armored = read(`checksums/${file.signature}`).toString();
    const body = armored.split('\n').slice(2).join('');
    const packet = Buffer.from(body.slice(0, body.search(/=[^=]{4}-----END/)), 'base64');
    expect(await refusalOf(verify({ signature: packet }))).toBe('accepted');
    // Every byte ahead of the long number, every seventh after that.
    for (const whole of [packet, Buffer.from(armored)]) {
      for (let offset = 0; offset < whole.length; offset += offset < 60 ? 1 : 7) {
        const changed = Uint8Array.from(whole);
        changed[offset] = (changed[offset] ?? 0) ^ (1 << (offset % 8));
        expect(await refusalOf(verify({ signature: changed })), `byte ${offset}`).not.toMatch(
          /bug|accepted/,
        );
      }
    }
  });

  test('is refused when cut off', async () => {
    const sums = read(`checksums/${file.sums}`);
    expect(await refusalOf(verify({ sums: sums.subarray(0, -1) }))).toBe('signature-wrong');
    expect(await refusalOf(verify({ sums: Uint8Array.of() }))).toBe('signature-wrong');
  });
});
