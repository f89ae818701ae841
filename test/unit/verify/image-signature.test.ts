import { createHash } from 'node:crypto';
import { afterAll, describe, expect, test } from 'vitest';
import type { TrustPolicy } from '../../../src/core/image/trust.ts';
import { confirmDigest } from '../../../src/verify/confirm-digest.ts';
import { digestRequestOf, resolveExpectation } from '../../../src/verify/resolve-expectation.ts';
import { createGpg } from '../../helpers/gpg.ts';
import {
  checksumsPolicy,
  clock,
  keyringOf,
  refusalOf,
  smallFile,
} from '../../helpers/verification.ts';

const image = Buffer.from('an image of some bytes\n'.repeat(1000));
const gpg = createGpg();
afterAll(() => gpg[Symbol.dispose]());
const at = '20250301T120000';
const ed25519 = gpg.createKey('Ed <ed@example.org>', { at: '20240101T000000' });
const rsa = gpg.createKey('Rsa <rsa@example.org>', { algorithm: 'rsa3072', at: '20240101T000000' });
const keyring = keyringOf({ 'key.asc': gpg.run(['--armor', '--export']) });

async function judge(signature: Uint8Array, by: string, bytes: Uint8Array = image) {
  const policy: TrustPolicy = {
    kind: 'signed-image',
    scheme: 'openpgp-detached',
    keys: [{ fingerprint: by, key: 'key.asc' }],
  };
  const expectation = await resolveExpectation({
    policy,
    fileName: 'live.iso',
    signature: smallFile(signature),
    keyring,
    clock,
  });
  const request = digestRequestOf(expectation);
  const digest = createHash(request?.algorithm ?? '')
    .update(bytes)
    .update(request?.suffix ?? '')
    .digest();
  return confirmDigest({ expectation, digest, keyring, clock });
}

describe('an OpenPGP signature over an image', () => {
  test.each([
    [ed25519, 'SHA256', false],
    [ed25519, 'SHA512', true],
    [rsa, 'SHA256', true],
    [rsa, 'SHA384', false],
    [rsa, 'SHA512', false],
  ])('is judged by the digest of the image and its trailer: %s %s', async (by, digest, armor) => {
    const signature = gpg.detached(image, { by: [by], at, digest, armor });
    expect(await judge(signature, by)).toMatchObject({
      kind: 'signed',
      fingerprint: by,
      covers: 'image',
      signedAt: '2025-03-01T12:00:00.000Z',
    });
  });

  test('is refused when any sampled byte of the image differs', async () => {
    const signature = gpg.detached(image, { by: [rsa], at });
    for (let offset = 0; offset < image.length; offset += 997) {
      const changed = Uint8Array.from(image);
      changed[offset] = (changed[offset] ?? 0) ^ 1;
      expect(await refusalOf(judge(signature, rsa, changed))).toBe('signature-wrong');
    }
  });

  test('of a key that is not pinned is refused before the download', async () => {
    const signature = gpg.detached(image, { by: [rsa], at });
    expect(await refusalOf(judge(signature, ed25519))).toBe('key-unknown');
  });

  test('is found among several signatures', async () => {
    const signature = gpg.detached(image, { by: [ed25519, rsa], at });
    for (const by of [ed25519, rsa]) {
      expect(await judge(signature, by)).toMatchObject({ fingerprint: by });
    }
  });

  test('in text mode or with SHA-1 is refused', async () => {
    const text = gpg.detached(image, { by: [rsa], at, extra: ['--textmode'] });
    expect(await refusalOf(judge(text, rsa))).toBe('signature-malformed');
    const weak = gpg.detached(image, {
      by: [rsa],
      at,
      digest: 'SHA1',
      extra: ['--allow-weak-digest-algos'],
    });
    expect(await refusalOf(judge(weak, rsa))).toBe('digest-weak');
  });
});

describe('a digest', () => {
  const sums = (text: string) => {
    const data = Buffer.from(text);
    return resolveExpectation({
      policy: checksumsPolicy('openpgp-detached', [{ fingerprint: rsa, key: 'key.asc' }]),
      fileName: 'live.iso',
      aliases: ['live-2025.03.iso'],
      checksums: smallFile(data),
      signature: smallFile(gpg.detached(data, { by: [rsa], at })),
      keyring,
      clock,
    });
  };
  const digest = createHash('sha256').update(image).digest();
  const hex = digest.toString('hex');

  test('that a signed checksum file names confirms the image', async () => {
    const expectation = await sums(`${hex}  live.iso\n`);
    expect(await confirmDigest({ expectation, digest, keyring, clock })).toMatchObject({
      kind: 'signed',
      covers: 'checksums',
    });
  });

  test('is found under the dated name behind an alias', async () => {
    expect(await sums(`${hex}  live-2025.03.iso\n`)).toMatchObject({ digest: { hex } });
  });

  test('of other bytes, or of another length, is refused', async () => {
    const expectation = await sums(`${hex}  live.iso\n`);
    const other = createHash('sha256').update('other').digest();
    for (const wrong of [
      other,
      other.subarray(1),
      new Uint8Array(),
      Buffer.concat([digest, digest]),
    ]) {
      expect(await refusalOf(confirmDigest({ expectation, digest: wrong, keyring, clock }))).toBe(
        'digest-wrong',
      );
    }
  });

  test.each([
    ['digest-missing', `${hex}  other.iso\n`],
    ['digest-missing', '<html>404</html>\n'],
    ['digest-weak', `${'a'.repeat(32)}  live.iso\n${'a'.repeat(40)}  live.iso\n`],
    ['digest-wrong', `${hex}  live.iso\n${'a'.repeat(64)}  live.iso\n`],
  ])('gives %s for a file that does not settle it', async (code, text) => {
    expect(await refusalOf(sums(text))).toBe(code);
  });

  test('that the catalogue pins counts as pinned, and nothing counts as unverified', async () => {
    const pinned = { algorithm: 'sha256', hex } as const;
    const common = { fileName: 'live.iso', keyring, clock };
    const expectation = await resolveExpectation({
      policy: { kind: 'pinned-digest', digest: pinned },
      ...common,
    });
    expect(await confirmDigest({ expectation, digest, keyring, clock })).toEqual({
      kind: 'pinned',
      digest: pinned,
    });
    const none = await resolveExpectation({ policy: { kind: 'none', reason: 'TLS' }, ...common });
    expect(digestRequestOf(none)).toBeUndefined();
    expect(await confirmDigest({ expectation: none, digest, keyring, clock })).toEqual({
      kind: 'unverified',
      reason: 'TLS',
    });
  });
});
