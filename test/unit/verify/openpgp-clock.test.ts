import { describe, expect, test } from 'vitest';
import type { Clock } from '../../../src/verify/clock.ts';
import { signedOn, suiteGpg, sums, verifyDetached } from '../../helpers/openpgp-checksums.ts';
import { refusalOf } from '../../helpers/verification.ts';

describe('the clock', () => {
  const gpg = suiteGpg();
  const pinned = [gpg.createKey('Ed <ed@example.org>', { at: '20240101T000000' })];
  const material = gpg.run(['--export', ...pinned]);
  const signature = gpg.detached(sums, { by: pinned, at: '20270301T000000' });
  const early = { now: new Date('1970-01-01'), builtAt: new Date('2026-01-01') };

  test('is named as wrong when the signature is from its future', async () => {
    expect(await refusalOf(verifyDetached({ pinned, material, signature }))).toBe('clock-wrong');
    expect(await refusalOf(verifyDetached({ pinned, material, signature, at: early }))).toBe(
      'clock-wrong',
    );
  });

  test('may be late where the mirror knows the date', async () => {
    const at = { ...early, mirrorDate: new Date('2027-03-02') };
    expect(await refusalOf(verifyDetached({ pinned, material, signature, at }))).toBe('accepted');
  });

  test('may be late by as much as the build date makes good', async () => {
    const old = gpg.detached(sums, { by: pinned, at: '20251231T000000' });
    expect(await refusalOf(verifyDetached({ pinned, material, signature: old, at: early }))).toBe(
      'accepted',
    );
  });

  test('decides on a signature with an expiry, and is named where the mirror says otherwise', async () => {
    const extra = ['--default-sig-expire', '2026-03-01'];
    const expiring = gpg.detached(sums, { by: pinned, at: signedOn, extra });
    const judged = (at: Clock) =>
      refusalOf(verifyDetached({ pinned, material, signature: expiring, at }));
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
