import { createHash } from 'node:crypto';
import { copyFile, mkdir, readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';

export interface TrustedRepository {
  /** Mirrors of it. */
  readonly urls: readonly string[];
  /** Writable, with what is trusted and what was seen last; for TUF's client. */
  readonly directory: string;
}

/**
 * The repository whose root came with webboot, in `tuf/` of the catalogue: `root.json`,
 * `repository.json` with its `urls`, and the other roles as of the build, older than which nothing
 * is taken. Undefined where none came: then there are no updates.
 */
export async function openTrustedRepository(
  shipped: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<TrustedRepository | undefined> {
  const tuf = join(shipped, 'tuf');
  const [root, settings] = await Promise.all([
    readFile(join(tuf, 'root.json')).catch(() => undefined),
    readFile(join(tuf, 'repository.json'), 'utf8').catch(() => undefined),
  ]);
  if (root === undefined || settings === undefined) return undefined;
  // One directory for each root: what another one has vouched for says nothing here.
  const digest = createHash('sha256').update(root).digest('hex').slice(0, 32);
  const cache = env.XDG_CACHE_HOME ?? join(homedir(), '.cache');
  const directory = join(cache, 'webboot', 'catalogue', digest);
  await mkdir(directory, { recursive: true, mode: 0o700 });
  for (const name of ['root', 'timestamp', 'snapshot', 'targets'].map((role) => `${role}.json`)) {
    const [ours, theirs] = await Promise.all([
      versionOf(join(tuf, name)),
      versionOf(join(directory, name)),
    ]);
    if (ours > theirs) await copyFile(join(tuf, name), join(directory, name));
  }
  const { urls } = JSON.parse(settings) as { readonly urls: readonly string[] };
  return { urls, directory };
}

/** Of a TUF metadata file; 0 for what cannot be read. */
async function versionOf(file: string): Promise<number> {
  try {
    const json: unknown = JSON.parse(await readFile(file, 'utf8'));
    const { signed } = json as { readonly signed: { readonly version: number } };
    return signed.version;
  } catch {
    return 0;
  }
}
