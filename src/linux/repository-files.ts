import { readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { readRegularFile } from './regular-file.ts';

const mostFiles = 4096;
const mostBytes = 16 * 1024 * 1024;

/**
 * The regular files below a directory by their path in it, each read anew when it is asked for;
 * empty if there is none. Links are not followed.
 */
export async function listRepositoryFiles(
  directory: string,
): Promise<ReadonlyMap<string, () => Promise<Uint8Array | undefined>>> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return [];
      throw error;
    },
  );
  const paths = entries
    .filter((entry) => entry.isFile())
    .slice(0, mostFiles)
    .map(({ parentPath, name }) => join(parentPath, name));
  return new Map(
    paths.map((path) => [relative(directory, path), () => readRegularFile(path, { mostBytes })]),
  );
}
