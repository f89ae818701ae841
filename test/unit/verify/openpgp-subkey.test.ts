import { readKey } from 'openpgp';
import { describe, expect, test } from 'vitest';
import { createGpg, type Gpg } from '../../helpers/gpg.ts';
import { signedOn, suiteGpg, sums, verifyDetached } from '../../helpers/openpgp-checksums.ts';
import { refusalOf } from '../../helpers/verification.ts';

describe('a subkey', () => {
  const gpg = suiteGpg();
  const primary = gpg.createKey('Sub <sub@example.org>', {
    algorithm: 'rsa2048',
    usage: 'cert',
    at: '20240101T000000',
  });
  const subkey = gpg.addSigningSubkey(primary, { at: '20240102T000000' });
  const material = gpg.exportKey(primary);
  const signature = gpg.detached(sums, { by: [`${subkey}!`], at: signedOn });

  test('signs for its pinned primary key', async () => {
    const { trust } = await verifyDetached({ pinned: [primary], signature, material });
    expect(trust).toMatchObject({ fingerprint: primary, by: 'Sub <sub@example.org>' });
  });

  test('is not pinned by its own fingerprint', async () => {
    expect(await refusalOf(verifyDetached({ pinned: [subkey], signature, material }))).toBe(
      'key-unknown',
    );
  });

  test('does not count under another primary key that binds it without its consent', async () => {
    using thief = createGpg();
    const victim = thief.createKey('Thief <t@example.org>', { at: '20240101T000000' });
    const split = (armored: Uint8Array): Uint8Array => thief.run(['--dearmor'], { input: armored });
    // The thief's certificate with the packets of the other's subkey after it.
    const foreign = Buffer.concat([split(thief.exportKey(victim)), subkeyPackets(gpg, primary)]);
    expect(
      await refusalOf(verifyDetached({ pinned: [victim], signature, material: foreign })),
    ).not.toBe('accepted');
  });

  test('that was revoked is refused, before and after, when no soft reason is given', async () => {
    using revoking = createGpg();
    const key = revoking.createKey('Rev <r@example.org>', { at: '20240101T000000' });
    const sub = revoking.addSigningSubkey(key, { at: '20240102T000000' });
    const old = revoking.detached(sums, { by: [`${sub}!`], at: signedOn });
    revoking.run(['--command-fd', '0', '--no-batch', '--edit-key', key], {
      input: 'key 1\nrevkey\ny\n0\n\ny\nsave\n',
      at: '20250601T000000',
    });
    const revoked = revoking.exportKey(key);
    expect(
      await refusalOf(verifyDetached({ pinned: [key], signature: old, material: revoked })),
    ).toBe('key-revoked');
  });

  test('that had expired is refused by the date of the signature', async () => {
    using expiring = createGpg();
    const key = expiring.createKey('Exp <e@example.org>', { at: '20240101T000000' });
    const sub = expiring.addSigningSubkey(key, { at: '20240102T000000', expires: '2024-06-01' });
    const by = [`${sub}!`];
    const before = expiring.detached(sums, { by, at: '20240501T000000' });
    const keyFile = expiring.exportKey(key);
    expiring.run(['--quick-set-expire', key, '2026-01-01', sub], { at: '20240501T000000' });
    const after = expiring.detached(sums, { by, at: '20250501T000000' });
    const judged = (made: Uint8Array) =>
      refusalOf(verifyDetached({ pinned: [key], signature: made, material: keyFile }));
    expect(await judged(before)).toBe('accepted');
    expect(await judged(after)).toBe('key-expired');
  });

  test('that is pinned counts after its expiry, and no other key beside it', async () => {
    using expiring = createGpg();
    const key = expiring.createKey('Old <o@example.org>', {
      at: '20240101T000000',
      expires: '2024-06-01',
    });
    const pinnedSub = expiring.addSigningSubkey(key, {
      at: '20240102T000000',
      expires: '2024-06-01',
    });
    const otherSub = expiring.addSigningSubkey(key, { at: '20240103T000000' });
    const old = expiring.exportKey(key);
    expiring.run(['--quick-set-expire', key, '2026-01-01'], { at: '20240501T000000' });
    expiring.run(['--quick-set-expire', key, '2026-01-01', '*'], { at: '20240501T000000' });
    const made = (by: string) => expiring.detached(sums, { by: [`${by}!`], at: '20250501T000000' });
    const judged = (by: string, subkey?: string) =>
      refusalOf(
        verifyDetached({
          pinned: [key],
          signature: made(by),
          material: old,
          ...(subkey === undefined ? {} : { subkey }),
        }),
      );
    expect(await judged(pinnedSub)).toBe('key-expired');
    expect(await judged(pinnedSub, pinnedSub)).toBe('accepted');
    expect(await judged(otherSub, pinnedSub)).toBe('key-unknown');
    expect(await judged(key, pinnedSub)).toBe('key-unknown');
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
    expect(await refusalOf(verifyDetached({ pinned: [primary], signature, material: bare }))).toBe(
      'signature-wrong',
    );
  });
});

/** The packets of a certificate from its first subkey on. */
function subkeyPackets(gpg: Gpg, fingerprint: string): Uint8Array {
  const whole = Buffer.from(gpg.run(['--dearmor'], { input: gpg.exportKey(fingerprint) }));
  const listing = Buffer.from(gpg.run(['--list-packets'], { input: whole })).toString();
  const offset = /# off=(\d+)[^\n]*\n:public sub key/.exec(listing)?.[1];
  return whole.subarray(Number(offset));
}
