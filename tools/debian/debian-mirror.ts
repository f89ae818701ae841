import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { WebbootError } from '../../src/errors.ts';
import {
  type AptSource,
  findDebianMirror,
  findDefaultMirror,
  parseDeb822Sources,
  parseSourcesList,
} from './apt-sources.ts';

const mirrorVariable = 'WEBBOOT_DEBIAN_MIRROR';

/**
 * Where Debian's packages come from: WEBBOOT_DEBIAN_MIRROR, else what the host's own apt uses for
 * Debian, else debootstrap's default. `root` is the host's root directory.
 */
export async function debianMirror({
  environment = process.env,
  root = '/',
}: {
  environment?: Readonly<Record<string, string | undefined>>;
  root?: string;
} = {}): Promise<string> {
  const wanted = environment[mirrorVariable]?.trim();
  const mirror =
    wanted ||
    findDebianMirror(await hostSources(join(root, 'etc/apt'))) ||
    findDefaultMirror(await textOf(join(root, 'usr/share/debootstrap/scripts/sid')));
  if (mirror) return mirror.replace(/\/+$/, '');
  throw new WebbootError('host-unsupported', 'No Debian mirror is configured on this machine.', {
    remedy: `Install debootstrap, or set ${mirrorVariable} to the address of a Debian mirror.`,
  });
}

async function hostSources(folder: string): Promise<readonly AptSource[]> {
  const parts = join(folder, 'sources.list.d');
  const names = (await readdir(parts).catch(() => [])).toSorted();
  const sources = parseSourcesList(await textOf(join(folder, 'sources.list'))).slice();
  for (const name of names) {
    const text = await textOf(join(parts, name));
    if (name.endsWith('.list')) sources.push(...parseSourcesList(text));
    if (name.endsWith('.sources')) sources.push(...parseDeb822Sources(text));
  }
  return sources;
}

/** '' for what is absent or not to be read. */
async function textOf(path: string): Promise<string> {
  return readFile(path, 'utf8').catch(() => '');
}
