import { createHash } from 'node:crypto';
import { access, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Deb, unpackDeb } from '../debian/apt.ts';
import { buildDirectory } from '../shared/paths.ts';

const cache = join(buildDirectory, 'cache');

/**
 * A directory that is made once for each `key` and then kept; `make` fills it. Whoever comes
 * second in a race takes the first one's.
 */
export async function cachedDirectory(
  key: string,
  make: (directory: string) => Promise<void>,
  root = cache,
): Promise<string> {
  const target = join(root, key);
  if (await exists(target)) return target;
  await mkdir(root, { recursive: true });
  const work = await mkdtemp(join(root, '.work-'));
  try {
    await make(work);
    await rename(work, target).catch(async (error: unknown) => {
      if (!(await exists(target))) throw error;
    });
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  return target;
}

/** The files of packages laid over one another; kept for the next build. */
export async function unpackedDebs(name: string, debs: readonly Deb[]): Promise<string> {
  const key = shortKey(debs.map((deb) => deb.sha256.slice(0, 8)).join(''));
  return cachedDirectory(`${name}-${key}`, async (directory) => {
    for (const deb of debs) await unpackDeb(deb, directory);
  });
}

/** Many packages would make too long a name; each of them counts. */
function shortKey(text: string): string {
  return text.length <= 64 ? text : createHash('sha256').update(text).digest('hex');
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
