import type { ReleaseMemory, SeenRelease } from '../../src/ports/release-memory.ts';

/** Releases seen, in memory. */
export function releaseMemory(
  before: Readonly<Record<string, SeenRelease>> = {},
): ReleaseMemory & { readonly kept: ReadonlyMap<string, SeenRelease> } {
  const kept = new Map(Object.entries(before));
  return {
    kept,
    seen: async (id) => kept.get(id),
    remember: async (id, release) => void kept.set(id, release),
  };
}
