import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { projectDirectory } from '../shared/paths.ts';

/**
 * A hexadecimal SHA-256 over files and everything below directories, names and contents; paths are
 * relative to the checkout or absolute. What is absent counts as such.
 */
export async function inputsDigest(paths: readonly string[], extra = ''): Promise<string> {
  const hash = createHash('sha256').update(extra);
  for (const path of paths.toSorted()) {
    for (const file of await filesBelow(
      join(path.startsWith('/') ? '/' : projectDirectory, path),
    )) {
      hash.update(`\n${relative(projectDirectory, file)}\0${await fileDigest(file)}`);
    }
  }
  return hash.digest('hex');
}

/** Hexadecimal SHA-256 of a file of any size. */
export async function fileDigest(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

/** Sorted; a file is its own only element. */
export async function filesBelow(path: string): Promise<readonly string[]> {
  const info = await stat(path).catch(() => undefined);
  if (info === undefined) return [];
  if (!info.isDirectory()) return [path];
  const names = await readdir(path, { recursive: true, withFileTypes: true });
  return names
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
}
