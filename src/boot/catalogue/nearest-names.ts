/** At most this many are offered. */
const mostOffered = 5;

/** Names that a person may have meant, the nearest first, by the fewest changed letters. */
export function nearestNames(typed: string, names: readonly string[]): readonly string[] {
  const limit = Math.max(2, Math.ceil(typed.length / 2));
  return names
    .map((name) => ({ name, distance: name.includes(typed) ? 0 : editDistance(typed, name) }))
    .filter(({ distance }) => distance <= limit)
    .sort((a, b) => a.distance - b.distance)
    .slice(0, mostOffered)
    .map(({ name }) => name);
}

/** Levenshtein's distance, a row at a time. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const substitution = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(substitution, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
