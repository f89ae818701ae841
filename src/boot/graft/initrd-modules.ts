import { FormatError } from '../../errors.ts';
import { isModuleFile, parseModulePath } from '../../formats/modules/module-path.ts';
import { concatAccess, memoryAccess } from '../../formats/random-access.ts';
import type { FileTree, TreeEntry } from '../../ports/file-tree.ts';
import type { RandomAccess } from '../../ports/random-access.ts';

/** Generic initrds hold about 100 MB of them. */
const mostBytes = 256 << 20;
const lists: ReadonlySet<string> = new Set(['modules.dep', 'modules.builtin']);

/**
 * The modules of the image's own initrds as a tree, for one that has the drivers and does not load
 * them. All of them are taken: dependencies are only known afterwards.
 */
export async function readInitrdModules(initrds: readonly RandomAccess[]): Promise<FileTree> {
  const { readInitrd } = await import('../../formats/initrd/read-initrd.ts');
  const files = new Map<string, Uint8Array>();
  let bytes = 0;
  for await (const entry of readInitrd(concatAccess(initrds))) {
    if (entry.kind !== 'file' || !isWanted(entry.path)) continue;
    bytes += entry.size;
    if (bytes > mostBytes) throw new FormatError('initrd', 0, 'its modules take over 256 MiB');
    const parts: Uint8Array[] = [];
    for await (const part of entry.data()) parts.push(part.slice());
    files.set(`/${entry.path.replace(/^\.?\/+/, '')}`, Buffer.concat(parts));
  }
  return fileMapTree(files);
}

function isWanted(path: string): boolean {
  const place = parseModulePath(path);
  return place !== undefined && (lists.has(place.file) || isModuleFile(place.file));
}

function fileMapTree(files: ReadonlyMap<string, Uint8Array>): FileTree {
  const describe = (path: string): TreeEntry | undefined => {
    const name = path.slice(path.lastIndexOf('/') + 1);
    const bytes = files.get(path);
    if (bytes !== undefined) return { name, kind: 'file', size: bytes.length };
    const holds = [...files.keys()].some((file) => file.startsWith(`${path}/`));
    return holds ? { name, kind: 'directory', size: 0 } : undefined;
  };
  return {
    volumeId: '',
    find: async (path) => describe(path),
    list: async (path) => {
      const inside = [...files.keys()].filter((file) => file.startsWith(`${path}/`));
      const names = new Set(inside.map((file) => file.slice(path.length + 1).split('/')[0]));
      return [...names].flatMap((name) => describe(`${path}/${name}`) ?? []);
    },
    open: async (path) => {
      const bytes = files.get(path);
      return bytes === undefined ? undefined : memoryAccess(bytes);
    },
  };
}
