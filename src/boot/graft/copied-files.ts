import type { CpioEntry } from '../../formats/cpio/writer.ts';
import type { FileTree } from '../../ports/file-tree.ts';

/** All of it lies in the machine's RAM twice for a moment; TinyCore's largest image has 250 MB. */
const mostBytes = 512 * 1024 * 1024;
const deepest = 4;
/** A directory that every initramfs may have already keeps the mode that such a one has there. */
const modes: Readonly<Record<string, number>> = { tmp: 0o1777 };

/**
 * A folder of the image as entries of an archive at another place, with the directories that lead
 * there; none where the image has no such folder.
 */
export async function copiedEntries(
  tree: FileTree,
  folder: { readonly from: string; readonly to: string },
): Promise<CpioEntry[]> {
  const entries: CpioEntry[] = [];
  let bytes = 0;
  await visit(folder.from, folder.to, 0);
  if (entries.length === 0) return [];
  const parts = folder.to.split('/');
  const above = parts.map((_, index) => parts.slice(0, index + 1).join('/'));
  return [...above.map(directory), ...entries];

  async function visit(from: string, to: string, depth: number): Promise<void> {
    for (const { name, kind, size } of await tree.list(from)) {
      if (kind === 'directory' && depth < deepest) {
        entries.push(directory(`${to}/${name}`));
        await visit(`${from}/${name}`, `${to}/${name}`, depth + 1);
      }
      const file = kind === 'file' ? await tree.open(`${from}/${name}`) : undefined;
      if (file === undefined || bytes + size > mostBytes) continue;
      bytes += size;
      entries.push({ kind: 'file', path: `${to}/${name}`, data: await file.read(0, size) });
    }
  }
}

function directory(path: string): CpioEntry {
  return { kind: 'directory', path, mode: modes[path] ?? 0o755 };
}
