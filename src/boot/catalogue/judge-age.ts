import type { ImageSource } from '../../core/image/image-source.ts';
import { type Expectation, signingTime } from '../../core/image/trust.ts';
import { compareVersions } from '../../formats/bls/version-order.ts';

const dayMs = 24 * 3600 * 1000;

/** A signature that is older than so many usual distances between releases is warned of. */
const patience = 2;

/** Why a version is older than the catalogue's least; undefined where it is not. */
export function versionAge(
  title: string,
  version: string,
  least: string | undefined,
): string | undefined {
  if (least === undefined || version === '' || compareVersions(version, least) >= 0)
    return undefined;
  return `${title} is older than ${least}, which the catalogue knows of: the server may be holding newer releases back.`;
}

/** The image with what the date of its signature says of its age. */
export function judgeAge(source: ImageSource, expectation: Expectation, now: Date): ImageSource {
  const signedAt = signingTime(expectation);
  if (signedAt === undefined || source.outdated !== undefined) return source;
  const { title, least, paceDays } = source;
  const day = signedAt.slice(0, 10);
  if (least?.signed !== undefined && day < least.signed) {
    const outdated = `${title} was signed on ${day}, before ${least.signed}, the oldest day that the catalogue accepts: the server may be holding newer releases back.`;
    return { ...source, outdated };
  }
  const days = Math.floor((now.getTime() - Date.parse(signedAt)) / dayMs);
  if (paceDays === undefined || days <= paceDays * patience) return source;
  const aged = `${title} was signed ${days} days ago, on ${day}; its releases come every ${paceDays} days or sooner.`;
  return { ...source, aged };
}
