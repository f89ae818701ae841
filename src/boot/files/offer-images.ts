import type { ImageSource } from '../../core/image/image-source.ts';
import { WebbootError } from '../../errors.ts';
import type { OfferFolder } from '../../ports/offer-folder.ts';
import { type FetchReport, fetchVerified } from './fetch-verified.ts';
import type { FileContext } from './file-context.ts';
import { type VerifiedFile, verifyOffered } from './verified-file.ts';

export interface OfferContext extends FileContext {
  readonly folder: OfferFolder;
  /** Whether an empty folder will do. */
  readonly mayBeNone?: boolean;
  select(query: string, options: { readonly signal: AbortSignal }): Promise<ImageSource>;
}

/**
 * Has what the words name in the folder, verified: a name of the catalogue is fetched if it is
 * missing, a path is taken where it lies; without a word, all that is in the folder. Throws for the
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
  const source = await select(query, { signal });
  for (const note of source.notes ?? []) report.onNote?.(note);
  if (source.location.kind === 'local') return verifyOffered(source, source.location.path, context);
  refuseUnsigned(source);
  const { fileName } = source;
  const path = folder.path(fileName);
  if (!(await folder.has(fileName))) {
    report.onNote?.(`Fetching ${source.title}.`);
    await fetchVerified(source, path, context, report);
  }
  const file = await verifyOffered(source, path, context);
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
