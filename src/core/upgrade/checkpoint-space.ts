import { checkpointBytes } from './freeze.ts';
import type { Storage } from './unit-facts.ts';

/** What checkpoints need on one file system. */
export interface Space {
  readonly path: string;
  readonly neededBytes: number;
  readonly freeBytes: number;
}

/** Summed for each file system, `first` first. `bytes` are of memory. */
export function checkpointSpaces(
  first: Storage,
  checkpoints: readonly { readonly storage: Storage; readonly bytes: number }[],
): readonly Space[] {
  const byFileSystem = new Map<string, { storage: Storage; bytes: number }>();
  for (const { storage, bytes } of [{ storage: first, bytes: 0 }, ...checkpoints]) {
    const known = byFileSystem.get(storage.fileSystem);
    byFileSystem.set(storage.fileSystem, {
      storage: known?.storage ?? storage,
      bytes: bytes + (known?.bytes ?? 0),
    });
  }
  return [...byFileSystem.values()].map(({ storage: { path, freeBytes }, bytes }) => ({
    path,
    neededBytes: checkpointBytes(bytes),
    freeBytes,
  }));
}

/** 0 if it fits. */
export function missingBytes({ neededBytes, freeBytes }: Space): number {
  return Math.max(0, neededBytes - freeBytes);
}
