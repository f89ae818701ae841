import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { OfferFolder } from '../ports/offer-folder.ts';
import { exists } from './exists.ts';
import { inFolder, openFolder } from './folder.ts';

/** The folder for images that a user offers to others (XDG Base Directory Specification). */
export function ownImagesFolder(env: Readonly<Record<string, string | undefined>>): string {
  const data = env.XDG_DATA_HOME;
  const base = data?.startsWith('/') ? data : join(env.HOME ?? '/root', '.local/share');
  return join(base, 'webboot/images');
}

/** Makes it if there is none. */
export async function openOfferFolder(directory: string): Promise<OfferFolder> {
  await mkdir(directory, { recursive: true });
  return {
    path: (name) => join(directory, name),
    async images() {
      const files = await inFolder(openFolder(directory), (folder) => folder.files());
      return files
        .filter(({ name }) => /\.iso$/i.test(name))
        .map(({ name }) => join(directory, name));
    },
    has: (name) => exists(join(directory, name)),
    keep: (name, bytes) =>
      inFolder(openFolder(directory), (folder) => folder.replace(name, bytes, { mode: 0o644 })),
  };
}
