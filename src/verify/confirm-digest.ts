import { timingSafeEqual } from 'node:crypto';
import { defined } from '../core/defined.ts';
import type { Expectation, Trust } from '../core/image/trust.ts';
import type { Clock } from './clock.ts';
import type { Keyring } from './keyring.ts';
import { refusal } from './refusal.ts';
import { verifyMinisignImage } from './verify-minisign.ts';

/**
 * Judges an image by its digest, computed as `digestRequestOf` says over what will be booted. The
 * one way from an expectation to a Trust. Throws `digest-wrong`, `signature-wrong` and the other
 * refusals; what it returns may be shown and planned with.
 */
export async function confirmDigest(inputs: {
  readonly expectation: Expectation;
  readonly digest: Uint8Array;
  readonly keyring: Keyring;
  readonly clock: Clock;
}): Promise<Trust> {
  const { expectation, digest, keyring, clock } = inputs;
  switch (expectation.kind) {
    case 'none':
      return { kind: 'unverified', reason: expectation.reason };
    case 'digest': {
      const expected = Buffer.from(expectation.digest.hex, 'hex');
      if (expected.length < 32 || expected.length !== digest.length) {
        throw refusal('digest-wrong', 'The digest is not of the length that was expected.');
      }
      if (!timingSafeEqual(expected, digest)) {
        throw refusal(
          'digest-wrong',
          `The image's ${expectation.digest.algorithm} is ${Buffer.from(digest).toString('hex')}, not ${expectation.digest.hex}.`,
        );
      }
      return expectation.trust;
    }
    case 'signature': {
      const { scheme, keys, algorithm, suffixHex } = expectation;
      const signature = new Uint8Array(Buffer.from(expectation.signatureBase64, 'base64'));
      const common = { signature, keys, keyring, clock, digest };
      const need = { algorithm, suffix: new Uint8Array(Buffer.from(suffixHex, 'hex')) };
      const { by, fingerprint, signedAt } =
        scheme === 'minisign'
          ? await verifyMinisignImage(common)
          : await (await import('./openpgp/verify-openpgp.ts')).verifyOpenpgpImage({
              ...common,
              need,
            });
      return {
        kind: 'signed',
        by,
        fingerprint,
        ...defined({ signedAt }),
        covers: 'image',
      };
    }
  }
}
