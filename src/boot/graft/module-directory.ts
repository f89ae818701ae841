import type { FileTree } from '../../ports/file-tree.ts';

/** Where root file systems have them; the last is Alpine's modloop. */
const parents = ['/usr/lib/modules', '/lib/modules', '/modules'];
/** NixOS's image has its store alone: `<hash>-linux-6.12.48-modules/lib/modules`. */
const storePath = /^[0-9a-z]{32}-linux-/;

/**
 * The modules of a kernel in a root file system; for the version '', which an image may not tell,
 * those of the only kernel there.
 */
export async function findModuleDirectory(
  root: FileTree,
  version: string,
): Promise<string | undefined> {
  for (const parent of parents) {
    const found = await findVersion(root, parent, version);
    if (found !== undefined) return found;
  }
  for (const { name } of await root.list('/')) {
    if (!storePath.test(name)) continue;
    const found = await findVersion(root, `/${name}/lib/modules`, version);
    if (found !== undefined) return found;
  }
  return undefined;
}

async function findVersion(
  root: FileTree,
  parent: string,
  version: string,
): Promise<string | undefined> {
  const versions = (await root.list(parent)).filter((entry) => entry.kind === 'directory');
  const found =
    version === '' && versions.length === 1
      ? versions[0]
      : versions.find((entry) => entry.name === version);
  return found === undefined ? undefined : `${parent}/${found.name}`;
}
