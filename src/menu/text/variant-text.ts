import type { VariantSummary } from '../../boot/session/session.ts';
import { runsOn } from '../../core/architecture.ts';
import type { Setup } from '../model/state.ts';
import { formatBytes } from './format.ts';
import { roughMemoryText } from './memory-text.ts';

/** "x86_64, 1.4 GB, RAM about 2.4 GB, fits" */
export function variantText(variant: VariantSummary, host: Setup['host']): string {
  const { architectures, approximateBytes } = variant;
  const wrong = host !== undefined && !architectures.some((arch) => runsOn(arch, host.arch));
  return [
    wrong ? `${architectures.join(', ')} only: WRONG ARCHITECTURE` : architectures.join(', '),
    approximateBytes === undefined ? '' : formatBytes(approximateBytes),
    roughMemoryText(variant, host?.ramBytes),
  ]
    .filter((part) => part !== '')
    .join(', ');
}
