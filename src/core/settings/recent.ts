import { parseLocation } from '../image/image-location.ts';

const longest = 5;

/** A list of choices, latest first, after one more; images on this machine are listed anyway. */
export function mostRecent(query: string, before: readonly string[]): readonly string[] {
  const address = parseLocation(query);
  if (address.kind === 'location' && address.location.kind === 'local') return before;
  return [query, ...before.filter((other) => other !== query)].slice(0, longest);
}
