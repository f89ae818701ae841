import type { DistroSummary } from '../../boot/session/session.ts';
import type { Expectation, Trust } from '../../core/image/trust.ts';
import { formatFingerprint } from './format.ts';

/** What a found trust says, one line each. */
export function trustLines(trust: Trust): readonly string[] {
  switch (trust.kind) {
    case 'signed': {
      const when = trust.signedAt === undefined ? '' : `, ${trust.signedAt.slice(0, 10)}`;
      return [`Signed by ${trust.by}${when}`, `Key ${formatFingerprint(trust.fingerprint)}`];
    }
    case 'pinned':
      return [`Known digest: ${trust.digest.algorithm} ${trust.digest.hex}`];
    case 'unverified':
      return [`NOT VERIFIED: ${trust.reason}`];
  }
}

/** What is known of an image's trust before it is downloaded. */
export function expectationLines(expectation: Expectation): readonly string[] {
  switch (expectation.kind) {
    case 'digest':
      return trustLines(expectation.trust);
    case 'signature':
      return [
        'Its signature is checked after the download. It must be made with',
        ...expectation.keys.map((key) => `Key ${formatFingerprint(key.fingerprint)}`),
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
