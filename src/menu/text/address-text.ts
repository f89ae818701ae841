import type { Address } from '../../core/image/image-location.ts';

/** What is wrong with a text that was typed where an address belongs. */
export function noAddressText(address: Exclude<Address, { kind: 'location' }>): string {
  if (address.kind === 'wrong') return `${address.message} ${address.remedy}`;
  return 'An address starts with https://, http:// or / (a file).';
}
