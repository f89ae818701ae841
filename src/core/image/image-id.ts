import type { Digest } from './trust.ts';

/** What an image is called by its digest, in an address: a SHA-256 alone, others with their name in front. */
export function imageId({ algorithm, hex }: Digest): string {
  return algorithm === 'sha256' ? hex : `${algorithm}-${hex}`;
}
