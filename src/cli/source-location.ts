import { type ImageLocation, parseLocation } from '../core/image/image-location.ts';
import { WebbootError } from '../errors.ts';

/**
 * Where a file that a command names lies; unlike the menu, a command takes any path. Throws
 * WebbootError `usage` for an address that cannot be used.
 */
export function sourceLocation(source: string): ImageLocation {
  const address = parseLocation(source);
  if (address.kind === 'wrong' && !address.maybeName) {
    throw new WebbootError('usage', address.message, { remedy: address.remedy });
  }
  return address.kind === 'location' ? address.location : { kind: 'local', path: source };
}
