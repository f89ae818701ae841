import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Writes a file beside the old one and puts it in its place: a power cut leaves the old text or the
 * new one, on the disk as well. Whoever reads it needs the permissions of `mode` from the start.
 */
export async function replaceFile(
  path: string,
  text: string,
  { mode }: { readonly mode: number },
): Promise<void> {
  const part = `${path}.new`;
  await rm(part, { force: true });
  const file = await open(part, 'wx', mode);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(part, path);
  const folder = await open(dirname(path), 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
