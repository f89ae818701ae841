import { describe, expect, test } from 'vitest';
import { createGpg, revokeKey } from '../../helpers/gpg.ts';
import { suiteGpg, sums, verifyDetached } from '../../helpers/openpgp-checksums.ts';
import { refusalOf } from '../../helpers/verification.ts';

describe('a key that has expired', () => {
  const gpg = suiteGpg();
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
    expect(await refusalOf(verifyDetached({ pinned, material, signature: signedInTime }))).toBe(
      'accepted',
    );
  });

  test('does not vouch for what it signed later', async () => {
    const material = expiredCertificate;
    expect(await refusalOf(verifyDetached({ pinned, material, signature: signedLate }))).toBe(
      'key-expired',
    );
  });

  test('does so once its life is extended, and the newest extension counts', async () => {
    const material = extendedCertificate;
    for (const signature of [signedInTime, signedLate]) {
      expect(await refusalOf(verifyDetached({ pinned, material, signature }))).toBe('accepted');
    }
  });
});

describe('a revoked key', () => {
  const revoked = (reason: number) => {
    using gpg = createGpg();
    const key = gpg.createKey('Revoked <r@example.org>', { at: '20240101T000000' });
    const before = gpg.detached(sums, { by: [key], at: '20240201T000000' });
    const after = gpg.detached(sums, { by: [key], at: '20250201T000000' });
    revokeKey(gpg, key, { reason, at: '20240601T000000' });
    const material = gpg.exportKey(key);
    const judged = (signature: Uint8Array) =>
      refusalOf(verifyDetached({ pinned: [key], material, signature }));
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
