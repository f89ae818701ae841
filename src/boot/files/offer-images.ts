import type { ImageSource } from '../../core/image/image-source.ts';
import { WebbootError } from '../../errors.ts';
import type { RecordedImage } from '../../formats/recorded-image.ts';
import type { OfferFolder } from '../../ports/offer-folder.ts';
import { atMirrorsOrNear } from '../catalogue/near-source.ts';
import { type FetchReport, fetchVerified } from './fetch-verified.ts';
import type { FileContext } from './file-context.ts';
import { type VerifiedFile, verifyOffered } from './verified-file.ts';

export interface OfferContext extends FileContext {
  readonly folder: OfferFolder;
  /** The image that a boot left on a block device; undefined for any other path. */
  readonly recorded: (path: string) => Promise<RecordedImage | undefined>;
  /** Whether an empty folder will do. */
  readonly mayBeNone?: boolean;
  select(query: string, options: { readonly signal: AbortSignal }): Promise<ImageSource>;
}

/**
 * Has what the words name in the folder, verified: a name of the catalogue is fetched if it is
 * missing, a path is taken where it lies, a device by its boot record; without a word, all that is in the folder. Throws for the
 * first that cannot be offered.
 */
export async function offerImages(
  queries: readonly string[],
  context: OfferContext,
  report: FetchReport,
): Promise<readonly VerifiedFile[]> {
  const wanted = queries.length > 0 ? queries : await context.folder.images();
  if (wanted.length === 0 && context.mayBeNone !== true) {
    throw new WebbootError('usage', 'There is no image to offer yet.', {
      subject: context.folder.path(''),
      remedy: 'Name a distro of "webboot list", or put an ISO of one into the folder.',
    });
  }
  const offered: VerifiedFile[] = [];
  for (const query of wanted) {
    const file = await offerOne(query, context, report);
    if (!offered.some(({ digests }) => digests[0].hex === file.digests[0].hex)) offered.push(file);
  }
  return offered;
}

async function offerOne(
  query: string,
  context: OfferContext,
  report: FetchReport,
): Promise<VerifiedFile> {
  const { folder, select, signal } = context;
  const recorded = query.startsWith('/') ? await context.recorded(query) : undefined;
  if (recorded !== undefined) {
    const { fileName, bytes } = recorded;
    // The catalogue knows it by its name, as it would a file of the folder, which may have its signatures.
    const known = await select(folder.path(fileName), { signal });
    const source = { ...known, location: { kind: 'local', path: query } } as const;
    return verifyOffered(source, query, context, bytes);
  }
  const source = await select(query, { signal });
  for (const note of source.notes ?? []) report.onNote?.(note);
  if (source.location.kind === 'local') return verifyOffered(source, source.location.path, context);
  refuseUnsigned(source);
  const { fileName } = source;
  const path = folder.path(fileName);
  let reached = source;
  if (!(await folder.has(fileName))) {
    report.onNote?.(`Fetching ${source.title}.`);
    reached = (await fetchVerified(source, path, context, report)).source;
  }
  const file = await atMirrorsOrNear(reached, context, (from) =>
    verifyOffered(from, path, context),
  );
  // With them, the next start needs no network.
  for (const [name, bytes] of file.beside) await folder.keep(name, bytes);
  return file;
}

/** Before gigabytes move for nothing. */
function refuseUnsigned({ policy, title, id }: ImageSource): void {
  if (policy.kind !== 'none') return;
  throw new WebbootError('unverified-image', `${title} cannot be verified: ${policy.reason}.`, {
    subject: id,
    remedy: 'Only verified images are offered to others: name a distro that is signed.',
  });
}
