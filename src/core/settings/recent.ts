const longest = 5;

/** A list of choices, latest first, after one more; images on this machine are listed anyway. */
export function mostRecent(query: string, before: readonly string[]): readonly string[] {
  if (query.startsWith('/')) return before;
  return [query, ...before.filter((other) => other !== query)].slice(0, longest);
}
