import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { offerOf, sourceOf } from '../../../src/boot/catalogue/offer.ts';
import type { TrustPolicy } from '../../../src/core/image/trust.ts';
import { parseDistro } from '../../../src/formats/catalogue/distro.ts';
import { findDigest } from '../../../src/formats/checksums/find-digest.ts';
import { verifyChecksums } from '../../../src/verify/checksums.ts';
import { resolveExpectation } from '../../../src/verify/resolve-expectation.ts';
import { refusalOf, smallFile } from '../../helpers/verification.ts';

const read = (path: string) => readFileSync(new URL(`../../fixtures/${path}`, import.meta.url));
const distros = new URL('../../../distros/', import.meta.url);
const keyring = { find: async (key: string) => readFileSync(new URL(`keys/${key}`, distros)) };
const clock = { now: new Date('2026-11-21'), builtAt: new Date('2026-11-01') };

/** The rule by which a row's first variant, or a named one, is verified. */
function ruleOf(id: string, release: Readonly<Record<string, string>>): TrustPolicy {
  const [distroId, variantId] = id.split('/');
  const row = parseDistro(readFileSync(new URL(`${distroId}.json`, distros), 'utf8'));
  const variant = row.variants.find((one) => one.id === variantId);
  if (variant === undefined) throw new Error(`${id} is in no row`);
  return sourceOf(offerOf(row, variant, 'x86_64'), release).policy;
}

function checksumsRuleOf(id: string, release: Readonly<Record<string, string>>) {
  const policy = ruleOf(id, release);
  if (policy.kind !== 'signed-checksums') throw new Error(`${id} has no signed checksums`);
  return policy;
}

const lists = [
  {
    sums: 'debian/SHA256SUMS',
    signature: 'debian/SHA256SUMS.sign',
    row: 'debian/gnome',
    release: { version: '11.2.0' },
    by: 'Debian CD signing key <debian-cd@lists.debian.org>',
    image: 'debian-11.2.0-amd64-DVD-1.iso',
  },
  {
    sums: 'debian/SHA512SUMS',
    signature: 'debian/SHA512SUMS.sign',
    row: 'debian/gnome',
    release: { version: '11.2.0' },
    by: 'Debian CD signing key <debian-cd@lists.debian.org>',
    image: 'debian-11.2.0-amd64-DVD-1.iso',
  },
  {
    sums: 'ubuntu/SHA256SUMS',
    signature: 'ubuntu/SHA256SUMS.gpg',
    row: 'ubuntu/desktop',
    release: { version: '20.04.1' },
    by: 'Ubuntu CD Image Automatic Signing Key (2012) <cdimage@ubuntu.com>',
    image: 'ubuntu-20.04.1-desktop-amd64.iso',
  },
  {
    sums: 'opensuse/openSUSE-Leap-15.6-NET-x86_64-Media.iso.sha256',
    signature: 'opensuse/openSUSE-Leap-15.6-NET-x86_64-Media.iso.sha256.asc',
    row: 'opensuse/leap-kde',
    release: { version: '15.6' },
    by: 'openSUSE Project Signing Key <opensuse@opensuse.org>',
    image: 'openSUSE-Leap-15.6-NET-x86_64-Media.iso',
  },
  {
    sums: 'clonezilla/SHA256SUMS',
    signature: 'clonezilla/SHA256SUMS.gpg',
    row: 'clonezilla/stable',
    release: { version: '3.3.3', build: '37' },
    by: 'DRBL Project (Diskless Remote Boot in Linux) <drbl@clonezilla.org>',
    image: 'clonezilla-live-3.3.3-37-amd64.iso',
  },
];

describe.each(lists)('the real $sums', ({ sums, signature, row, release, by, image }) => {
  const [list, signed] = [read(`signed-lists/${sums}`), read(`signed-lists/${signature}`)];
  const verify = (change: { sums?: Uint8Array; signature?: Uint8Array } = {}) =>
    verifyChecksums({
      policy: checksumsRuleOf(row, release),
      checksums: smallFile(change.sums ?? list),
      signature: smallFile(change.signature ?? signed),
      keyring,
      clock,
    });

  test('is signed, by its row’s own rule, and names its images', async () => {
    const { trust, lines } = await verify();
    expect(trust).toMatchObject({ kind: 'signed', by });
    expect(findDigest(lines, image)).toMatchObject({ kind: 'found', name: image });
  });

  test('is refused after a change of any byte', async () => {
    for (let offset = 0; offset < list.length; offset++) {
      const changed = Uint8Array.from(list);
      changed[offset] = (changed[offset] ?? 0) ^ (1 << (offset % 8));
      expect(await refusalOf(verify({ sums: changed })), `byte ${offset}`).toBe('signature-wrong');
    }
  });

  test('is refused after a change of bytes of its signature', async () => {
    const base64 = signed.toString().replace(/^.*?\n\n|\n=[^=]{4}\n-----END.*$|\n/gs, '');
    const packet = Buffer.from(base64, 'base64');
    expect(await refusalOf(verify({ signature: packet }))).toBe('accepted');
    // The last byte ends a line, and a blank does so too.
    for (const whole of [packet, signed.subarray(0, -1)]) {
      for (let offset = 0; offset < whole.length; offset++) {
        const changed = Uint8Array.from(whole);
        changed[offset] = (changed[offset] ?? 0) ^ (1 << (offset % 8));
        expect(await refusalOf(verify({ signature: changed })), `byte ${offset}`).not.toMatch(
          /bug|accepted/,
        );
      }
    }
  });

  test('is refused when cut off', async () => {
    expect(await refusalOf(verify({ sums: list.subarray(0, -1) }))).toBe('signature-wrong');
    expect(await refusalOf(verify({ sums: Uint8Array.of() }))).toBe('signature-wrong');
  });
});

test('the real signature over Kali’s list is by a key that its row entitles, and fits no other list', async () => {
  const verifying = verifyChecksums({
    policy: checksumsRuleOf('kali/installer', { series: '2026.2', version: '2026.2' }),
    checksums: smallFile('another list'),
    signature: smallFile(read('signed-lists/kali/SHA256SUMS-2026.2.gpg')),
    keyring,
    clock,
  });
  await expect(verifying).rejects.toMatchObject({
    code: 'signature-wrong',
    subject: '827C8569F2518CC677FECA1AED65462EC8D5E4C5',
  });
});

test('the real signature over SystemRescue’s image is by a subkey that its row entitles', async () => {
  const expectation = await resolveExpectation({
    policy: ruleOf('systemrescue/standard', { version: '13.02' }),
    fileName: 'systemrescue-13.02-amd64.iso',
    signature: smallFile(read('signed-lists/systemrescue/systemrescue-13.02-amd64.iso.asc')),
    keyring,
    clock,
  });
  expect(expectation).toMatchObject({ kind: 'signature', algorithm: 'sha512' });
});
