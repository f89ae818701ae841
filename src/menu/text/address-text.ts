import type { Address } from '../../core/image/image-location.ts';
import { say } from '../../core/languages/say.ts';
import type { Texts } from '../../core/languages/texts.ts';

/** What is wrong with a text that was typed where an address belongs. */
export function noAddressText(
  texts: Texts,
  address: Exclude<Address, { kind: 'location' }>,
): string {
  if (address.kind === 'wrong') return say(texts, `${address.message} ${address.remedy}`);
  return texts.url.notAnAddress;
}
