import { stat, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Storage } from '../../core/upgrade/unit-facts.ts';
import { exists } from '../exists.ts';
import { memoryBytes } from './checkpoint-memory.ts';

/** The file system that a directory is on, or will be. */
export async function storageAt(directory: string): Promise<Storage> {
  const inMemory = await memoryBytes(directory);
  // It has no file system yet, so that nothing else is there.
  if (inMemory !== undefined)
    return { fileSystem: directory, path: directory, freeBytes: inMemory };
  let place = directory;
  while (!(await exists(place)) && place !== '/') place = dirname(place);
  const [{ dev }, { bavail, bsize }] = await Promise.all([stat(place), statfs(place)]);
  return { fileSystem: `${dev}`, path: directory, freeBytes: bavail * bsize };
}

/** What files hold on the file system that a directory is on, in bytes; 0 if there is none. */
export async function usedBytesAt(directory: string): Promise<number> {
  const found = await statfs(directory).catch(() => undefined);
  return found === undefined ? 0 : (found.blocks - found.bfree) * found.bsize;
}
