import type { DistroSummary, VariantSummary } from '../../boot/session/session.ts';
import { runsOn } from '../../core/architecture.ts';
import type { Setup } from './state.ts';

type Host = Setup['host'];

/**
 * The variants that are offered of a distro: those for this machine's processor, and of those the
 * ones that its memory holds first. All of them if none is for it, so that the screen can say so.
 */
export function offeredVariants(
  { variants }: Pick<DistroSummary, 'variants'>,
  host: Host,
): readonly VariantSummary[] {
  const here = variants.filter((variant) => isForHost(variant, host));
  const offered = here.length === 0 ? variants : here;
  return offered.toSorted((a, b) => Number(!fits(a, host)) - Number(!fits(b, host)));
}

/** Signed ones before those that are not, then what most people look for; else as they come. */
export function inOrder(distros: readonly DistroSummary[], host: Host): readonly DistroSummary[] {
  return distros.toSorted((a, b) => rank(a, host) - rank(b, host));
}

function rank(distro: DistroSummary, host: Host): number {
  const foreign = distro.variants.every((variant) => !isForHost(variant, host));
  const unverified = distro.trust === 'unverified';
  return (foreign ? 4 : 0) + (unverified ? 2 : 0) + (distro.popular === true ? 0 : 1);
}

export function isForHost({ architectures }: VariantSummary, host: Host): boolean {
  return host === undefined || architectures.some((arch) => runsOn(arch, host.arch));
}

function fits({ leastRamBytes = 0, approximateBytes = 0 }: VariantSummary, host: Host): boolean {
  return host === undefined || leastRamBytes + approximateBytes <= host.ramBytes;
}
