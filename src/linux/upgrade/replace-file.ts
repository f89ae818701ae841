import { mkdir, open, rename } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/**
 * A power cut leaves the old file or the new one. A link is replaced, and not followed: a unit that
 * is masked is one to /dev/null.
 */
export async function replaceFile(path: string, text: string, mode = 0o644): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  // Hidden, so that systemd takes it for none of its own.
  const part = join(dirname(path), `.${basename(path)}.new`);
  const file = await open(part, 'w', mode);
  try {
    await file.writeFile(text);
    await file.chmod(mode);
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
