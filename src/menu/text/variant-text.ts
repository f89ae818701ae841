import type { DistroSummary, VariantSummary } from '../../boot/session/session.ts';
import { isForHost, offeredVariants } from '../model/offered.ts';
import type { Setup } from '../model/state.ts';
import { formatBytes } from './format.ts';
import { roughMemoryText } from './memory-text.ts';

/** "1.4 GB, RAM about 2.4 GB, fits, booted in QEMU on 2026-11-30" */
export function variantText(variant: VariantSummary, host: Setup['host']): string {
  const { approximateBytes, unavailableBecause, proven } = variant;
  if (unavailableBecause !== undefined) return `NOT AVAILABLE: ${unavailableBecause}`;
  return [
    architectureText(variant, host),
    approximateBytes === undefined ? '' : formatBytes(approximateBytes),
    roughMemoryText(variant, host?.ramBytes),
    proven === undefined ? 'unproven' : `booted in QEMU on ${proven.date}`,
  ]
    .filter((part) => part !== '')
    .join(', ');
}

/** Nothing if it runs here: variants for other processors are left out where there are others. */
function architectureText(variant: VariantSummary, host: Setup['host']): string {
  const names = variant.architectures.join(', ');
  if (host === undefined) return names;
  return isForHost(variant, host) ? '' : `${names} only: WRONG ARCHITECTURE`;
}

/** Says how many variants are left out because they are for other machines. */
export function hiddenText(distro: DistroSummary, host: Setup['host']): string {
  const hidden = distro.variants.length - offeredVariants(distro, host).length;
  if (hidden === 0) return '';
  return hidden === 1
    ? 'One variant for other processors is not listed.'
    : `${hidden} variants for other processors are not listed.`;
}
