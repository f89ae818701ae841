import type { ImageFacts } from '../image/image-facts.ts';
import type { ImageSource } from '../image/image-source.ts';
import { type Expectation, signingTime } from '../image/trust.ts';
import { otherVersionIn } from '../image/volume-version.ts';
import { printable } from '../printable.ts';
import type { PlanProblem } from '../problem.ts';

const dayMs = 24 * 3600 * 1000;
/** An image may be made long before it is released; a fixed build date may be its last change's. */
const marginDays = 180;

/**
 * Where what a signed image says of itself contradicts what the catalogue knows of it: a signature
 * over an image carries no name, so another image of the same signer verifies as well.
 */
export function originProblems(
  source: Pick<ImageSource, 'title' | 'version' | 'least'>,
  { image }: Pick<ImageFacts, 'image'>,
  expectation: Expectation,
): readonly PlanProblem[] {
  if (!isSigned(expectation)) return [];
  const age = creationProblem(source, image.created, signingTime(expectation));
  const other = otherVersionIn(image.volumeId, source.version);
  return [
    ...(age === undefined
      ? []
      : [
          {
            severity: 'warning',
            code: 'release-rollback',
            text: age,
            remedy: 'Try another mirror, or boot it if you want this image.',
          } as const,
        ]),
    ...(other === undefined
      ? []
      : [
          {
            severity: 'warning',
            code: 'release-mismatch',
            text: `${source.title}: the image calls itself "${printable(image.volumeId)}", which says ${other} instead of ${source.version}.`,
            remedy: 'Try another mirror, or boot it if you want the version that it says.',
          } as const,
        ]),
  ];
}

function isSigned(expectation: Expectation): boolean {
  if (expectation.kind === 'digest') return expectation.trust.kind === 'signed';
  return expectation.kind === 'signature';
}

function creationProblem(
  { title, least }: Pick<ImageSource, 'title' | 'least'>,
  created: string | undefined,
  signedAt: string | undefined,
): string | undefined {
  if (created === undefined) return undefined;
  const day = created.slice(0, 10);
  const made = Date.parse(created);
  if (least?.signed !== undefined && made < Date.parse(least.signed) - marginDays * dayMs) {
    return `${title} was made on ${day}, long before ${least.signed}, the oldest signature that the catalogue accepts: the server may be holding newer releases back.`;
  }
  // Tools differ about time zones.
  if (signedAt !== undefined && made > Date.parse(signedAt) + dayMs) {
    return `${title} says that it was made on ${day}, after it was signed on ${signedAt.slice(0, 10)}.`;
  }
  return undefined;
}
