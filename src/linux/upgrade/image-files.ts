import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { WebbootError } from '../../errors.ts';

/** Bytes of all files of a folder. */
export async function bytesIn(folder: string): Promise<number> {
  const names = await readdir(folder);
  const sizes = await Promise.all(names.map(async (name) => (await stat(join(folder, name))).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** The same; throws if one of these files is missing or empty. */
export async function verifyImages(folder: string, files: readonly string[]): Promise<number> {
  const sizes = await Promise.all(
    files.map((name) =>
      stat(join(folder, name)).then(
        ({ size }) => size,
        () => 0,
      ),
    ),
  );
  const missing = files.find((_, at) => sizes[at] === 0);
  if (missing === undefined) return bytesIn(folder);
  throw new WebbootError('checkpoint-failed', `A checkpoint has no ${missing}.`, {
    subject: folder,
    remedy: 'Check the disk, and try again.',
  });
}
