import { defined } from '../../core/defined.ts';
import type { ImageSource } from '../../core/image/image-source.ts';
import { type Expectation, signingTime } from '../../core/image/trust.ts';
import { compareVersions } from '../../formats/bls/version-order.ts';
import type { ReleaseMemory, SeenRelease } from '../../ports/release-memory.ts';
import type { VerifiedMedium } from '../stages/verify.ts';

/** The image with why it is older than one of its kind that was booted from this stick before. */
export async function judgeSeen(
  source: ImageSource,
  expectation: Expectation,
  releases: ReleaseMemory | undefined,
): Promise<ImageSource> {
  if (releases === undefined || source.outdated !== undefined || !isSigned(source)) return source;
  const seen = await releases.seen(memoryId(source));
  const outdated = seen && olderBecause(source, dayOf(expectation), seen);
  return outdated === undefined ? source : { ...source, outdated };
}

/** Notes a signed image that was verified, where it is newer than what was seen before. */
export async function noteRelease(
  source: ImageSource,
  { trust, expectation }: Pick<VerifiedMedium, 'trust' | 'expectation'>,
  releases: ReleaseMemory | undefined,
): Promise<void> {
  if (releases === undefined || trust.kind !== 'signed' || !isSigned(source)) return;
  const id = memoryId(source);
  const seen = (await releases.seen(id)) ?? {};
  const version = newer(
    seen.version,
    isVersionSigned(source) ? source.version : undefined,
    compareVersions,
  );
  const signed = newer(seen.signed, dayOf(expectation), (a, b) => a.localeCompare(b));
  if (version === seen.version && signed === seen.signed) return;
  await releases.remember(id, {
    ...defined({ version, signed }),
  });
}

function memoryId({ id, arch }: ImageSource): string {
  return `${id}/${arch}`;
}

/** A row that a distribution signs; nobody says what is newer of an address, or of a pinned image. */
function isSigned({ policy }: ImageSource): boolean {
  return policy.kind === 'signed-checksums' || policy.kind === 'signed-image';
}

/** A list names the image, so that its version is signed too; what signs an image alone does not. */
function isVersionSigned({ policy, version, fileName }: ImageSource): boolean {
  return policy.kind === 'signed-checksums' && version !== '' && fileName.includes(version);
}

function dayOf(expectation: Expectation): string | undefined {
  return signingTime(expectation)?.slice(0, 10);
}

function olderBecause(
  source: ImageSource,
  signed: string | undefined,
  seen: SeenRelease,
): string | undefined {
  const { title, version } = source;
  if (seen.version !== undefined && version !== '') {
    if (compareVersions(version, seen.version) < 0) {
      return `${title} is older than ${seen.version}, which was booted from this stick before: the server may be holding newer releases back.`;
    }
    // Lists are signed anew for many reasons, and not at once on all mirrors.
    if (isVersionSigned(source)) return undefined;
  }
  if (seen.signed === undefined || signed === undefined || signed >= seen.signed) return undefined;
  return `${title} was signed on ${signed}, before ${seen.signed}, when the release was signed that was booted from this stick before: the server may be holding newer releases back.`;
}

function newer(
  before: string | undefined,
  now: string | undefined,
  compare: (a: string, b: string) => number,
): string | undefined {
  if (before === undefined || now === undefined) return before ?? now;
  return compare(now, before) > 0 ? now : before;
}
