import type { FileTree, TreeEntry } from '../../src/ports/file-tree.ts';

/** A file tree from paths and contents; directories are implied. */
export function memoryTree(
  files: Readonly<Record<string, string | Uint8Array>>,
  { volumeId = 'TEST', uuid }: { readonly volumeId?: string; readonly uuid?: string } = {},
): FileTree {
  const contents = new Map(
    Object.entries(files).map(([path, content]) => [
      path,
      typeof content === 'string' ? new TextEncoder().encode(content) : content,
    ]),
  );
  const directories = new Set<string>(['/']);
  for (const path of contents.keys()) {
    for (let cut = path.lastIndexOf('/'); cut > 0; cut = path.lastIndexOf('/', cut - 1)) {
      directories.add(path.slice(0, cut));
    }
  }
  const describe = (path: string): TreeEntry | undefined => {
    const name = path.slice(path.lastIndexOf('/') + 1);
    const content = contents.get(path);
    if (content !== undefined) return { name, kind: 'file', size: content.length };
    return directories.has(path) ? { name, kind: 'directory', size: 0 } : undefined;
  };
  return {
    volumeId,
    ...(uuid === undefined ? {} : { uuid }),
    find: async (path) => describe(path),
    list: async (path) => {
      const parent = path === '/' ? '/' : `${path}/`;
      return [...contents.keys(), ...directories]
        .filter((one) => one !== '/' && one.startsWith(parent))
        .filter((one) => !one.slice(parent.length).includes('/'))
        .sort()
        .flatMap((one) => describe(one) ?? []);
    },
    open: async (path) => {
      const content = contents.get(path);
      if (content === undefined) return undefined;
      return {
        size: content.length,
        read: async (offset, length) => content.slice(offset, offset + length),
      };
    },
  };
}
