import type { BootEntry } from './image-facts.ts';

/** The entry that a person means by its id, its title or a part of that; without words the default, else the first that can be started. */
export function findEntry(
  entries: readonly BootEntry[],
  wanted: string | undefined,
): BootEntry | undefined {
  if (wanted === undefined) {
    const complete = entries.find(({ problem }) => problem === undefined);
    return entries.find((entry) => entry.default) ?? complete ?? entries[0];
  }
  return (
    entries.find((entry) => entry.id === wanted) ??
    entries.find((entry) => entry.title === wanted) ??
    entries.find((entry) => entry.title.toLowerCase().includes(wanted.toLowerCase()))
  );
}
