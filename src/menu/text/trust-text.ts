import type { DistroSummary } from '../../boot/session/session.ts';
import type { ImageFacts } from '../../core/image/image-facts.ts';
import type { Expectation, Trust } from '../../core/image/trust.ts';
import { printable } from '../../core/printable.ts';
import { formatFingerprint } from './format.ts';

const coversImage =
  'The signature covers the image itself; its creation date and volume ID were compared with the catalogue.';

/** What a found trust says, one line each. */
export function trustLines(trust: Trust): readonly string[] {
  switch (trust.kind) {
    case 'signed': {
      const when = trust.signedAt === undefined ? '' : `, ${trust.signedAt.slice(0, 10)}`;
      return [
        `Signed by ${trust.by}${when}`,
        `Key ${formatFingerprint(trust.fingerprint)}`,
        ...(trust.covers === 'image' ? [coversImage] : []),
      ];
    }
    case 'pinned':
      return [`Known digest: ${trust.digest.algorithm} ${trust.digest.hex}`];
    case 'unverified':
      return [`NOT VERIFIED: ${trust.reason}`];
  }
}

/** What is known of an image's trust before it is downloaded. */
export function expectationLines(
  expectation: Expectation,
  { created, volumeId }: ImageFacts['image'],
): readonly string[] {
  switch (expectation.kind) {
    case 'digest':
      return trustLines(expectation.trust);
    case 'signature':
      return [
        'Its signature is checked after the download. It must be made with',
        ...expectation.keys.map((key) => `Key ${formatFingerprint(key.fingerprint)}`),
        `The signature covers the image itself. Compared with the catalogue: its creation date (${created?.slice(0, 10) ?? 'none'}) and its volume ID (${printable(volumeId) || 'none'}).`,
      ];
    case 'none':
      return [`NOT VERIFIED: ${expectation.reason}`];
  }
}

/** Who signs a distro's images, as its catalogue row says. */
export function distroTrustLines(distro: DistroSummary): readonly string[] {
  switch (distro.trust) {
    case 'signed':
      return [
        'Signed by the distribution. Only these keys are accepted:',
        ...distro.fingerprints.map(formatFingerprint),
      ];
    case 'pinned':
      return ['Its digest is pinned in the catalogue.'];
    case 'unverified':
      return [
        `NOT VERIFIED: ${distro.unverifiedBecause ?? 'no signing key is known'}. You are asked before it boots.`,
      ];
  }
}
