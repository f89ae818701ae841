import type { DistroSummary, VariantSummary } from '../../boot/session/session.ts';
import { say } from '../../core/languages/say.ts';
import type { Texts } from '../../core/languages/texts.ts';
import { isForHost, offeredVariants } from '../model/offered.ts';
import type { Setup } from '../model/state.ts';
import { formatBytes } from './format.ts';
import { roughMemoryText } from './memory-text.ts';

interface VariantHere {
  readonly variant: VariantSummary;
  readonly host: Setup['host'];
}

/** "1.4 GB, RAM about 2.4 GB, fits, booted in QEMU on 2026-11-30" */
export function variantText(texts: Texts, { variant, host }: VariantHere): string {
  const { approximateBytes, unavailableBecause, proven } = variant;
  if (unavailableBecause !== undefined)
    return texts.detail.unavailable({ reason: say(texts, unavailableBecause) });
  return [
    architectureText(texts, { variant, host }),
    approximateBytes === undefined ? '' : formatBytes(texts, approximateBytes),
    roughMemoryText(texts, variant, host?.ramBytes),
    proven === undefined ? texts.detail.unproven : texts.detail.proven({ date: proven.date }),
  ]
    .filter((part) => part !== '')
    .join(', ');
}

/** Nothing if it runs here: variants for other processors are left out where there are others. */
function architectureText(texts: Texts, { variant, host }: VariantHere): string {
  const names = variant.architectures.join(', ');
  if (host === undefined) return names;
  return isForHost(variant, host) ? '' : texts.detail.wrongArchitecture({ names });
}

/** Says how many variants are left out because they are for other machines. */
export function hiddenText(
  { detail }: Texts,
  { distro, host }: { readonly distro: DistroSummary; readonly host: Setup['host'] },
): string {
  const count = distro.variants.length - offeredVariants(distro, host).length;
  return count === 0 ? '' : detail.hidden({ count });
}
