import type { Dirent } from 'node:fs';
import { lstat, open, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

const piece = Buffer.alloc(1 << 20);

/**
 * Writes zeros over each file of a folder, and removes it. A disk that puts new content elsewhere
 * (SSDs, btrfs) keeps the old one for a while all the same. A folder that is not there is wiped.
 */
export async function wipeFolder(folder: string): Promise<void> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(
    (error: NodeJS.ErrnoException): Dirent[] => {
      if (error.code === 'ENOENT') return [];
      throw error;
    },
  );
  for (const entry of entries) {
    // criu links no image twice; what is a link leads elsewhere.
    if (entry.isFile()) await overwrite(join(entry.parentPath, entry.name));
  }
  await rm(folder, { recursive: true, force: true });
}

/** The same for a file. One that is not there is wiped; a link is removed alone. */
export async function wipeFile(path: string): Promise<void> {
  const there = await lstat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (there?.isFile() === true) await overwrite(path);
  await rm(path, { force: true });
}

async function overwrite(path: string): Promise<void> {
  const file = await open(path, 'r+');
  try {
    const { size } = await file.stat();
    for (let at = 0; at < size; at += piece.length) {
      await file.write(piece, 0, Math.min(piece.length, size - at), at);
    }
    await file.datasync();
  } finally {
    await file.close();
  }
}
