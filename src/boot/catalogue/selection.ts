import type { Architecture } from '../../core/architecture.ts';
import {
  type ImageLocation,
  imageNameIn,
  locationText,
  parseLocation,
} from '../../core/image/image-location.ts';
import type { ImageSource } from '../../core/image/image-source.ts';
import { WebbootError } from '../../errors.ts';
import type { Distro } from '../../formats/catalogue/distro.ts';
import type { Network } from '../../ports/network.ts';
import type { Selection } from '../run/create-session.ts';
import { notingNetwork } from '../run/noting-network.ts';
import type { NewerCatalogue } from '../session/session.ts';
import { findNewest } from './find-newest.ts';
import { findLocalSource, type ReadLocal } from './local-source.ts';
import { isOutOfReach, type ListNear, newestNear } from './near-source.ts';
import { nearestNames } from './nearest-names.ts';
import type { CatalogueSource } from './newer-catalogue.ts';
import { type Offer, offerOf } from './offer.ts';
import { summarise } from './summary.ts';

export interface SelectionContext {
  readonly catalogue: Pick<CatalogueSource, 'current'>;
  readonly network: Pick<Network, 'fetchSmall'>;
  /** What to boot on: this machine's, or the one that the person named. */
  readonly arch: Architecture;
  /** A small file of this machine; undefined where there is none. */
  readonly readLocal: ReadLocal;
  /** For a release whose mirrors cannot be reached; absent if nobody is to be asked. */
  readonly listNear?: ListNear;
}

/** Chooses by name from the catalogue, or takes a URL or an image on this machine. */
export function createSelector(context: SelectionContext): Selection['select'] {
  const { catalogue, arch, readLocal } = context;
  return async (query, { signal, onNote }) => {
    const network = notingNetwork(context.network, onNote);
    const address = parseLocation(query);
    if (address.kind === 'wrong' && !address.maybeName) throw wrongAddress(address);
    const location = address.kind === 'location' ? address.location : undefined;
    if (location !== undefined && location.kind !== 'local') return typedSource(location, arch);
    const { rows, note } = await catalogue.current(signal);
    if (address.kind === 'wrong' && !isListed(rows, query)) throw wrongAddress(address);
    const source =
      location === undefined
        ? await newestOf({ offer: findOffer(rows, query, arch), network, signal }, context)
        : ((await findLocalSource(rows, location.path, readLocal)) ?? typedSource(location, arch));
    return note === undefined ? source : { ...source, notes: [note] };
  };
}

/** From the mirrors; from this network if they cannot be reached. */
async function newestOf(
  search: Parameters<typeof findNewest>[0],
  { listNear }: Pick<SelectionContext, 'listNear'>,
): Promise<ImageSource> {
  try {
    return await findNewest(search);
  } catch (error) {
    if (listNear === undefined || !isOutOfReach(error)) throw error;
    const near = newestNear(search.offer, await listNear(search));
    if (near === undefined) throw error;
    return near;
  }
}

/** What the menu shows in place of the built-in rows. */
export async function findNewerCatalogue(
  { catalogue }: Pick<SelectionContext, 'catalogue'>,
  signal: AbortSignal,
): Promise<NewerCatalogue> {
  const { rows, note } = await catalogue.current(signal);
  if (note !== undefined) return { distros: rows.map(summarise), note };
  return {
    note: 'The built-in catalogue is used: this webboot has no repository to check for updates.',
  };
}

/** An address of the person's own: nobody has said who signs it. */
function typedSource(location: ImageLocation, arch: Architecture): ImageSource {
  return {
    id: location.kind === 'local' ? 'file' : 'url',
    title: locationText(location),
    version: '',
    arch,
    location,
    fileName: imageNameIn(location),
    policy: {
      kind: 'none',
      reason:
        location.kind === 'local'
          ? 'no signer is known for this file'
          : 'no signer is known for this address',
    },
  };
}

function wrongAddress({ message, remedy }: { message: string; remedy: string }): WebbootError {
  return new WebbootError('usage', message, { remedy });
}

function isListed(distros: readonly Distro[], query: string): boolean {
  const [distroId] = query.toLowerCase().split('/');
  return distros.some(({ id }) => id === distroId);
}

/** A distro alone means its first variant for the architecture. */
function findOffer(distros: readonly Distro[], query: string, arch: Architecture): Offer {
  const [distroId = '', variantId] = query.toLowerCase().split('/');
  const distro = distros.find((candidate) => candidate.id === distroId);
  if (distro === undefined) {
    throw unknown(`There is no distro "${distroId}".`, nearestNames(distroId, idsOf(distros)));
  }
  const named = distro.variants.filter(({ id }) => variantId === undefined || id === variantId);
  if (named.length === 0) {
    throw unknown(`${distro.name} has no variant "${variantId}".`, idsOf(distro.variants));
  }
  const fits = named.filter(({ architectures }) => architectures.includes(arch));
  const fitting = fits.find(({ unavailable }) => unavailable === undefined) ?? fits[0];
  if (fitting !== undefined) return offerOf(distro, fitting, arch);
  const others = [...new Set(named.flatMap(({ architectures }) => architectures))];
  // A 64-bit PC boots 32-bit systems too; nothing else boots what is not its own.
  if (arch === 'x86_64' && others.includes('i386') && named[0] !== undefined) {
    return offerOf(distro, named[0], 'i386');
  }
  throw new WebbootError(
    'wrong-architecture',
    `${distro.name} has no image for ${arch}${variantId === undefined ? '' : ` in the variant "${variantId}"`}.`,
    { subject: query, remedy: `It has images for ${others.join(', ')}; see "webboot list".` },
  );
}

function idsOf(items: readonly { readonly id: string }[]): readonly string[] {
  return items.map(({ id }) => id);
}

function unknown(message: string, near: readonly string[]): WebbootError {
  return new WebbootError('unknown-distro', message, {
    remedy: near.length > 0 ? `Did you mean: ${near.join(', ')}?` : 'See "webboot list".',
  });
}
