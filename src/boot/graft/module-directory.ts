import type { FileTree } from '../../ports.ts';

/**
 * The modules of a kernel in a root file system; for the version '', which an image may not tell,
 * those of the only kernel there.
 */
export async function findModuleDirectory(
  root: FileTree,
  version: string,
): Promise<string | undefined> {
  for (const parent of ['/usr/lib/modules', '/lib/modules']) {
    const versions = (await root.list(parent)).filter((entry) => entry.kind === 'directory');
    const found =
      version === '' && versions.length === 1
        ? versions[0]
        : versions.find((entry) => entry.name === version);
    if (found !== undefined) return `${parent}/${found.name}`;
  }
  return undefined;
}
