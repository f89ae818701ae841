import { defined } from '../../core/defined.ts';
import { errorCodes } from '../../core/error-codes.ts';
import { imageId } from '../../core/image/image-id.ts';
import { type ImageLocation, remoteLocation } from '../../core/image/image-location.ts';
import type { ImageSource } from '../../core/image/image-source.ts';
import type { TrustPolicy } from '../../core/image/trust.ts';
import { WebbootError } from '../../errors.ts';
import { rankReleases } from '../../formats/catalogue/newest-release.ts';
import type { NearImage } from '../../formats/near/images-list.ts';
import { namesBeside } from './local-source.ts';
import { type Offer, sourceOf } from './offer.ts';

/** What a machine of this network says that it has; nobody has verified that. */
export interface NearList {
  /** `http://ADDRESS:PORT` */
  readonly url: string;
  readonly images: readonly NearImage[];
}

/** What the machines of this network have. Never throws for what one of them answers. */
export type ListNear = (options: { readonly signal: AbortSignal }) => Promise<readonly NearList[]>;

/**
 * Does something with an image at its mirrors; if none can be reached, at machines of this network
 * that have it. Throws the mirrors' failure if there are none.
 */
export async function atMirrorsOrNear<T>(
  source: ImageSource,
  { listNear, signal }: { readonly listNear?: ListNear; readonly signal: AbortSignal },
  act: (source: ImageSource) => Promise<T>,
): Promise<T> {
  try {
    return await act(source);
  } catch (error) {
    if (listNear === undefined || source.location.kind === 'local' || !isOutOfReach(error)) {
      throw error;
    }
    const near = fromNear(source, await listNear({ signal }));
    // What was taken from there already failed there.
    if (near === undefined || JSON.stringify(near.location) === JSON.stringify(source.location)) {
      throw error;
    }
    return act(near);
  }
}

/** Whether a failure is one of the network, which a machine that is closer may not have. */
export function isOutOfReach(error: unknown): error is WebbootError {
  return error instanceof WebbootError && errorCodes[error.code].area === 'network';
}

/** The newest release of an offer that a machine of this network has; undefined if none has one. */
export function newestNear(offer: Offer, lists: readonly NearList[]): ImageSource | undefined {
  const names = lists.flatMap(({ images }) => images.map(({ fileName }) => fileName));
  const [step] = offer.newest;
  const named = step !== undefined && 'version' in step ? { version: step.version } : {};
  for (const release of rankReleases(names, offer.file, offer.values)) {
    const found = fromNear(sourceOf(offer, { ...named, ...release }), lists);
    if (found !== undefined) return found;
  }
  return undefined;
}

/**
 * The same image from machines of this network, and from them as well what its signer is known by:
 * it has to satisfy the same keys. Undefined if none has it.
 */
export function fromNear(source: ImageSource, lists: readonly NearList[]): ImageSource | undefined {
  const { fileName, policy } = source;
  if (policy.kind === 'none') return undefined;
  const [id, urls] = mostOffered(source, lists) ?? [];
  if (id === undefined || urls === undefined) return undefined;
  const beside = (file: ImageLocation) => {
    const [name = ''] = namesBeside(fileName, file);
    return remoteLocation(urls.map((url) => `${url}/beside/${id}/${encodeURIComponent(name)}`));
  };
  const hosts = urls.map((url) => new URL(url).host).join(', ');
  const note = `The mirrors cannot be reached. ${source.title} is taken from this network: ${hosts}.`;
  return {
    ...source,
    location: remoteLocation(urls.map((url) => `${url}/iso/${id}`)),
    policy: withFilesAt(policy, beside),
    notes: [...(source.notes ?? []), note],
  };
}

/** The id that most machines have under that name; others under it may be damaged, or a lie. */
function mostOffered(
  { fileName, policy }: ImageSource,
  lists: readonly NearList[],
): readonly [string, readonly string[]] | undefined {
  const urls = new Map<string, string[]>();
  for (const { url, images } of lists) {
    const image = images.find((one) => one.fileName === fileName && mayBe(one, policy));
    const [id] = image?.ids ?? [];
    if (id !== undefined) urls.set(id, [...(urls.get(id) ?? []), url]);
  }
  return [...urls].toSorted(([, a], [, b]) => b.length - a.length)[0];
}

function mayBe({ ids }: NearImage, policy: TrustPolicy): boolean {
  return policy.kind !== 'pinned-digest' || ids.includes(imageId(policy.digest));
}

function withFilesAt(
  policy: TrustPolicy,
  beside: (file: ImageLocation) => ImageLocation,
): TrustPolicy {
  const placed = (file: ImageLocation | undefined) => file && beside(file);
  switch (policy.kind) {
    case 'signed-checksums': {
      const { checksums, signature } = policy;
      const places = { checksums: placed(checksums), signature: placed(signature) };
      return { ...policy, ...defined(places) };
    }
    case 'signed-image':
      return { ...policy, ...defined({ signature: placed(policy.signature) }) };
    case 'pinned-digest':
    case 'none':
      return policy;
  }
}
