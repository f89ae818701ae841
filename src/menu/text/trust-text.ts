import type { DistroSummary } from '../../boot/session/session.ts';
import type { ImageFacts } from '../../core/image/image-facts.ts';
import type { Expectation, Trust } from '../../core/image/trust.ts';
import type { Texts } from '../../core/languages/texts.ts';
import { printable } from '../../core/printable.ts';
import { formatFingerprint } from './format.ts';

/** What a found trust says, one line each. */
export function trustLines({ trust: words }: Texts, trust: Trust): readonly string[] {
  switch (trust.kind) {
    case 'signed': {
      const { by, signedAt } = trust;
      return [
        signedAt === undefined
          ? words.signedBy({ by })
          : words.signedOn({ by, date: signedAt.slice(0, 10) }),
        words.key({ fingerprint: formatFingerprint(trust.fingerprint) }),
        ...(trust.covers === 'image' ? [words.covers] : []),
      ];
    }
    case 'pinned':
      return [words.digest(trust.digest)];
    case 'unverified':
      return [words.unverified({ reason: trust.reason })];
  }
}

/** What is known of an image's trust before it is downloaded. */
export function expectationLines(
  texts: Texts,
  {
    expectation,
    image,
  }: { readonly expectation: Expectation; readonly image: ImageFacts['image'] },
): readonly string[] {
  const words = texts.trust;
  const { created, volumeId } = image;
  switch (expectation.kind) {
    case 'digest':
      return trustLines(texts, expectation.trust);
    case 'signature':
      return [
        words.expected,
        ...expectation.keys.map((key) =>
          words.key({ fingerprint: formatFingerprint(key.fingerprint) }),
        ),
        words.compared({
          created: created?.slice(0, 10) ?? words.none,
          volumeId: printable(volumeId) || words.none,
        }),
      ];
    case 'none':
      return [words.unverified({ reason: expectation.reason })];
  }
}

/** Who signs a distro's images, as its catalogue row says. */
export function distroTrustLines(
  { trust: words }: Texts,
  distro: DistroSummary,
): readonly string[] {
  switch (distro.trust) {
    case 'signed':
      return [words.onlyKeys, ...distro.fingerprints.map(formatFingerprint)];
    case 'pinned':
      return [words.pinned];
    case 'unverified':
      return [words.asked({ reason: distro.unverifiedBecause ?? words.noKey })];
  }
}
