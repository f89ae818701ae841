import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { confirmDigest } from '../../../src/verify/confirm-digest.ts';
import { digestRequestOf, resolveExpectation } from '../../../src/verify/resolve-expectation.ts';
import { sums, verifyDetached } from '../../helpers/openpgp-checksums.ts';
import { clock, keyringOf, refusalOf, smallFile } from '../../helpers/verification.ts';
import {
  makeVersionThreeKey,
  signVersionThree,
  type VersionThreeKey,
} from '../../helpers/version-three.ts';

const at = new Date('2025-03-01T12:00:00Z');
let key: VersionThreeKey;
beforeAll(async () => {
  key = await makeVersionThreeKey();
});

const verify = (signature: Uint8Array, data: Uint8Array = sums, by = key) =>
  verifyDetached({ pinned: [by.fingerprint], material: by.certificate, signature, data });

describe('a version 3 signature over a checksum file', () => {
  test.each(['sha256', 'sha384', 'sha512'] as const)('with %s is good', async (digest) => {
    const { trust } = await verify(signVersionThree(key, sums, { at, digest }));
    expect(trust).toMatchObject({
      kind: 'signed',
      fingerprint: key.fingerprint,
      signedAt: at.toISOString(),
    });
  });

  test('over text counts CR LF for LF', async () => {
    const text = Buffer.from(sums.toString().replaceAll('\n', '\r\n'));
    expect(await refusalOf(verify(signVersionThree(key, text, { at, type: 1 })))).toBe('accepted');
  });

  test('is refused after a change of any byte of its packet or of the file', async () => {
    const packet = signVersionThree(key, sums, { at });
    for (let offset = 0; offset < packet.length; offset++) {
      const changed = Uint8Array.from(packet);
      changed[offset] = (changed[offset] ?? 0) ^ (1 << (offset % 8));
      expect(await refusalOf(verify(changed)), `byte ${offset}`).not.toMatch(/accepted|bug/);
    }
    for (let offset = 0; offset < sums.length; offset++) {
      const changed = Uint8Array.from(sums);
      changed[offset] = (changed[offset] ?? 0) ^ 1;
      expect(await refusalOf(verify(packet, changed)), `byte ${offset}`).toBe('signature-wrong');
    }
  });

  test('with SHA-1 is refused as weak', async () => {
    const weak = signVersionThree(key, sums, { at, digest: 'sha1' });
    expect(await refusalOf(verify(weak))).toBe('digest-weak');
  });

  test('by a short RSA key is refused', async () => {
    const short = await makeVersionThreeKey(1024);
    const signature = signVersionThree(short, sums, { at });
    expect(await refusalOf(verify(signature, sums, short))).toBe('signature-wrong');
  });

  test('that is not over a document is refused', async () => {
    expect(await refusalOf(verify(signVersionThree(key, sums, { at, type: 0x10 })))).toBe(
      'signature-malformed',
    );
  });

  test('from the future is refused', async () => {
    const future = signVersionThree(key, sums, { at: new Date('2027-03-01T12:00:00Z') });
    expect(await refusalOf(verify(future))).toBe('clock-wrong');
  });

  test('by a key that is not pinned is refused', async () => {
    const other = await makeVersionThreeKey();
    expect(await refusalOf(verify(signVersionThree(other, sums, { at })))).toBe('key-unknown');
  });

  test('does not stand for a version 4 signature over the same bytes, nor the other way round', async () => {
    const packet = signVersionThree(key, sums, { at });
    const trailer = packet.subarray(5, 10);
    expect(await refusalOf(verify(packet, Buffer.concat([sums, trailer])))).toBe('signature-wrong');
  });

  test('cut off at any place is refused as one that cannot be read', async () => {
    const packet = signVersionThree(key, sums, { at });
    for (const length of [0, 1, 3, 4, 9, 18, 21, 40, packet.length - 1]) {
      expect(await refusalOf(verify(packet.subarray(0, length))), `${length} bytes`).toBe(
        'signature-malformed',
      );
    }
  });
});

test('a version 3 signature over an image is judged by the digest of image and trailer', async () => {
  const image = Buffer.from('an image of some bytes\n'.repeat(1000));
  const keyring = keyringOf({ 'key.asc': key.certificate });
  const judge = async (bytes: Uint8Array) => {
    const expectation = await resolveExpectation({
      policy: {
        kind: 'signed-image',
        scheme: 'openpgp-detached',
        keys: [{ fingerprint: key.fingerprint, key: 'key.asc' }],
      },
      fileName: 'live.iso',
      signature: smallFile(signVersionThree(key, image, { at })),
      keyring,
      clock,
    });
    const request = digestRequestOf(expectation);
    const digest = createHash(request?.algorithm ?? '')
      .update(bytes)
      .update(request?.suffix ?? '')
      .digest();
    return confirmDigest({ expectation, digest, keyring, clock });
  };
  expect(await judge(image)).toMatchObject({ kind: 'signed', covers: 'image' });
  expect(await refusalOf(judge(image.subarray(1)))).toBe('signature-wrong');
});

test.each([
  ['version 2', Uint8Array.of(0x88, 4, 2, 5, 0, 0)],
  ['version 7', Uint8Array.of(0x88, 4, 7, 0, 1, 10)],
  ['public-key algorithm 107', Buffer.from('881204006b0a00060502000000010000abcd0102', 'hex')],
])('a signature of %s is said not to be supported, not to be cut off', async (kind, signature) => {
  await expect(verify(signature)).rejects.toMatchObject({
    code: 'signature-malformed',
    message: `This kind of signature is not supported: ${kind}.`,
    remedy: expect.stringContaining('The file may be intact.'),
  });
});
