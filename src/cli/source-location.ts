import { addressesOf, parseLocation } from '../core/image/image-location.ts';
import { WebbootError } from '../errors.ts';

/** Where a file that a command names lies: on this machine, or on servers. */
export type SourceLocation =
  | { readonly kind: 'remote'; readonly urls: readonly string[] }
  | { readonly kind: 'local'; readonly path: string };

/** Throws WebbootError `usage` for an address that cannot be used. */
export function sourceLocation(source: string): SourceLocation {
  const address = parseLocation(source);
  if (address.kind === 'wrong' && !address.maybeName) {
    throw new WebbootError('usage', address.message, { remedy: address.remedy });
  }
  const location = address.kind === 'location' ? address.location : undefined;
  if (location?.kind === 'remote') return { kind: 'remote', urls: addressesOf(location) };
  return { kind: 'local', path: location?.path ?? source };
}
