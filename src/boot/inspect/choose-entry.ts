import { findEntry } from '../../core/image/find-entry.ts';
import type { BootEntry } from '../../core/image/image-facts.ts';
import { inDefaultOrder } from '../../core/image/move-default.ts';
import type { EntryJudge } from './entry-problems.ts';

/**
 * The entry that the facts are about: the named one, else the first one from the default on that
 * can be started. Its initrd is read next, so no more entries are judged than that takes.
 */
export async function chooseEntry(
  entries: readonly BootEntry[],
  wanted: string | undefined,
  judge: EntryJudge,
): Promise<BootEntry | undefined> {
  const named = wanted === undefined ? undefined : findEntry(entries, wanted);
  if (named !== undefined) return named;
  for (const entry of inDefaultOrder(entries)) {
    if ((await judge(entry)) === undefined) return entry;
  }
  return findEntry(entries, undefined);
}
