import { defined } from '../../core/defined.ts';
import { mebibyte } from '../../core/mebibytes.ts';
import type { Distro, DistroVariant } from '../../formats/catalogue/distro.ts';
import type { DistroSummary, VariantSummary } from '../session/session.ts';

/** What a menu and a list show of a distro before anything is looked up. */
export function summarise(distro: Distro): DistroSummary {
  const policies = distro.variants.flatMap((variant) => variant.trust ?? distro.trust ?? []);
  const unsigned = policies.find((policy) => policy.kind === 'none');
  const pins = policies.flatMap((policy) => ('keys' in policy ? policy.keys : []));
  return {
    id: distro.id,
    name: distro.name,
    description: distro.description,
    homepage: distro.homepage,
    trust: trustOf(policies),
    fingerprints: [...new Set(pins.map(({ fingerprint }) => fingerprint))],
    variants: distro.variants.map((variant) => summariseVariant(distro, variant)),
    ...(unsigned === undefined ? {} : { unverifiedBecause: unsigned.reason }),
    ...(distro.popular === undefined ? {} : { popular: distro.popular }),
    ...(distro.confirmed ? {} : { confirmed: false }),
    ...(distro.notes === undefined ? {} : { notes: distro.notes }),
  };
}

/** A distro is called signed where each of its variants is. */
function trustOf(policies: readonly { readonly kind: string }[]): DistroSummary['trust'] {
  if (policies.some(({ kind }) => kind === 'none')) return 'unverified';
  return policies.some(({ kind }) => kind === 'pinned-digest') ? 'pinned' : 'signed';
}

function summariseVariant(distro: Distro, variant: DistroVariant): VariantSummary {
  const leastRamMiB = variant.leastRamMiB ?? distro.leastRamMiB;
  const { approximateMiB, unavailable, proven = [] } = variant;
  const [newest] = [...proven].sort((a, b) => b.date.localeCompare(a.date));
  return {
    id: `${distro.id}/${variant.id}`,
    name: variant.name,
    architectures: variant.architectures,
    ...(leastRamMiB === undefined ? {} : { leastRamBytes: leastRamMiB * mebibyte }),
    ...(approximateMiB === undefined ? {} : { approximateBytes: approximateMiB * mebibyte }),
    ...defined({ unavailableBecause: unavailable }),
    ...(newest === undefined
      ? {}
      : { proven: { date: newest.date, version: newest.version, kernel: newest.kernel } }),
  };
}
