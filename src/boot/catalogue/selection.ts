import type { ImageSource } from '../../core/image-source.ts';
import { WebbootError } from '../../errors.ts';
import type { Distro, DistroVariant } from '../../formats/catalogue/distro.ts';
import type { Selection } from '../create-session.ts';
import type { DistroSummary } from '../session.ts';
import { nearestNames } from './nearest-names.ts';

const mebibyte = 1024 * 1024;

/** What can be chosen: the catalogue's rows, a URL, or an image on this machine. */
export function createSelection(distros: readonly Distro[]): Selection {
  return {
    distros: distros.map(summarise),
    select: async (query) => {
      if (/^https?:\/\//.test(query)) return typedSource('url', query);
      if (query.startsWith('/')) return typedSource('file', query);
      return catalogueSource(distros, query);
    },
  };
}

/** An address of the person's own: nobody has said who signs it. */
function typedSource(id: 'url' | 'file', location: string): ImageSource {
  return {
    id,
    title: location,
    version: '',
    arch: 'x86_64',
    locations: [location],
    fileName: decodeURIComponent(location.slice(location.lastIndexOf('/') + 1)),
    policy: { kind: 'none', reason: 'the address was typed in, and no signer is known for it' },
  };
}

function catalogueSource(distros: readonly Distro[], query: string): ImageSource {
  const [distroId = '', variantId] = query.toLowerCase().split('/');
  const distro = distros.find((candidate) => candidate.id === distroId);
  if (distro === undefined) {
    throw unknown(`There is no distro "${query}".`, nearestNames(distroId, idsOf(distros)));
  }
  const [first] = distro.variants;
  const variant =
    variantId === undefined ? first : distro.variants.find(({ id }) => id === variantId);
  if (variant === undefined) {
    throw unknown(`${distro.name} has no variant "${variantId}".`, idsOf(distro.variants));
  }
  return sourceOf(distro, variant);
}

function sourceOf(distro: Distro, variant: DistroVariant): ImageSource {
  const [arch = 'x86_64'] = variant.architectures;
  return {
    id: `${distro.id}/${variant.id}`,
    title: `${distro.name} ${variant.newest.version} ${variant.name}`,
    version: variant.newest.version,
    arch,
    locations: variant.newest.locations,
    fileName: variant.newest.fileName,
    policy: variant.trust,
    ...(variant.leastRamMiB === undefined ? {} : { leastRamBytes: variant.leastRamMiB * mebibyte }),
    ...(variant.extraCmdline === undefined ? {} : { extraCmdline: variant.extraCmdline }),
  };
}

function summarise(distro: Distro): DistroSummary {
  const policies = distro.variants.map(({ trust }) => trust);
  return {
    id: distro.id,
    name: distro.name,
    description: distro.description,
    homepage: distro.homepage,
    trust: policies.every(({ kind }) => kind === 'none') ? 'unverified' : 'signed',
    fingerprints: [
      ...new Set(policies.flatMap((policy) => ('keys' in policy ? policy.keys : []))),
    ].map(({ fingerprint }) => fingerprint),
    variants: distro.variants.map((variant) => ({
      id: `${distro.id}/${variant.id}`,
      name: variant.name,
      architectures: variant.architectures,
      ...(variant.leastRamMiB === undefined
        ? {}
        : { leastRamBytes: variant.leastRamMiB * mebibyte }),
      ...(variant.approximateMiB === undefined
        ? {}
        : { approximateBytes: variant.approximateMiB * mebibyte }),
    })),
    ...(distro.notes === undefined ? {} : { notes: distro.notes }),
  };
}

function idsOf(items: readonly { readonly id: string }[]): readonly string[] {
  return items.map(({ id }) => id);
}

function unknown(message: string, near: readonly string[]): WebbootError {
  return new WebbootError('unknown-distro', message, {
    remedy: near.length > 0 ? `Did you mean: ${near.join(', ')}?` : 'See "webboot list".',
  });
}
