import type { FileTree } from '../../ports/file-tree.ts';
import type { RandomAccess } from '../../ports/random-access.ts';
import { readPeSections } from '../pe/sections.ts';

/**
 * The tree with the sections of EFI programs as files below them: `/EFI/Linux/x.efi/.initrd`. So
 * the parts of a unified kernel image are found where any kernel and initrd are.
 */
export function withUnifiedKernels(tree: FileTree): FileTree {
  const openPart = async (path: string): Promise<RandomAccess | undefined> => {
    const [, program, name, number] = /^(.*\.efi)\/(\.[\w-]+)(?:\.(\d{1,2}))?$/i.exec(path) ?? [];
    const file = program === undefined ? undefined : await tree.open(program);
    const sections = file === undefined ? undefined : await readPeSections(file);
    return sections?.filter((section) => section.name === name)[Number(number ?? 1) - 1]?.content;
  };
  return {
    volumeId: tree.volumeId,
    ...(tree.uuid === undefined ? {} : { uuid: tree.uuid }),
    list: (path) => tree.list(path),
    async find(path) {
      const found = await tree.find(path);
      if (found !== undefined) return found;
      const part = await openPart(path);
      const name = path.slice(path.lastIndexOf('/') + 1);
      return part && { name, kind: 'file', size: part.size };
    },
    open: async (path) => (await tree.open(path)) ?? (await openPart(path)),
  };
}
