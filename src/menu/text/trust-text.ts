import type { DistroSummary } from '../../boot/session/session.ts';
import type { ImageFacts } from '../../core/image/image-facts.ts';
import type { Expectation, Trust } from '../../core/image/trust.ts';
import { say } from '../../core/languages/say.ts';
import type { Texts } from '../../core/languages/texts.ts';
import { printable } from '../../core/printable.ts';
import { formatFingerprint } from './format.ts';

/** What a found trust says, one line each. */
export function trustLines(texts: Texts, trust: Trust): readonly string[] {
  const words = texts.trust;
  switch (trust.kind) {
    case 'signed': {
      const { signedAt } = trust;
      const by = say(texts, trust.by);
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
      return [words.unverified({ reason: say(texts, trust.reason) })];
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
      return [words.unverified({ reason: say(texts, expectation.reason) })];
  }
}

/** Who signs a distro's images, as its catalogue row says. */
export function distroTrustLines(texts: Texts, distro: DistroSummary): readonly string[] {
  const words = texts.trust;
  switch (distro.trust) {
    case 'signed':
      return [words.onlyKeys, ...distro.fingerprints.map(formatFingerprint)];
    case 'pinned':
      return [words.pinned];
    case 'unverified':
      return [words.asked({ reason: say(texts, distro.unverifiedBecause ?? words.noKey) })];
  }
}
