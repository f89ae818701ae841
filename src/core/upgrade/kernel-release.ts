/** "6.12.57+deb13-amd64" and "6.1": the numbers at the start, as many as there are. */
function numbersOf(release: string): readonly number[] {
  const [start = ''] = /^\d+(?:\.\d+)*/.exec(release) ?? [];
  return start.split('.').map(Number);
}

/**
 * Whether a release comes before another by its numbers; builds of one release count as equal. Only
 * as many numbers as both have are compared: 6.12.3 is not before 6.12.
 */
export function isBefore(release: string, other: string): boolean {
  const ours = numbersOf(release);
  const theirs = numbersOf(other);
  for (let at = 0; at < Math.min(ours.length, theirs.length); at += 1) {
    const difference = (ours[at] ?? 0) - (theirs[at] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}
