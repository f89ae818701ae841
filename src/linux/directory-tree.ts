import { open, readdir, realpath, stat } from 'node:fs/promises';
import { basename, join, sep } from 'node:path';
import { defined } from '../core/defined.ts';
import { WebbootError } from '../errors.ts';
import type { FileTree, TreeEntry } from '../ports/file-tree.ts';
import type { RandomAccess } from '../ports/random-access.ts';
import { readRegularText } from './regular-file.ts';

/**
 * A directory as if it were an ISO's root. Symbolic links and `..` lead nowhere outside of it.
 * Volume ID and UUID come from the options, else from files LABEL and UUID in the directory.
 */
export async function openDirectoryTree(
  root: string,
  options: { readonly volumeId?: string; readonly uuid?: string } = {},
): Promise<FileTree> {
  const top = await realpath(root);
  const volumeId = options.volumeId ?? (await readLine(join(top, 'LABEL'))) ?? '';
  const uuid = options.uuid ?? (await readLine(join(top, 'UUID')));

  const locate = async (path: string): Promise<string | undefined> => {
    if (path.includes('\0')) return undefined;
    // Resolved as an absolute path first, `..` stops at the tree's own root.
    const real = await realpath(join(top, join('/', path))).catch(() => undefined);
    return real === top || real?.startsWith(top === sep ? sep : top + sep) ? real : undefined;
  };

  const describe = async (path: string): Promise<TreeEntry | undefined> => {
    const real = await locate(path);
    const found = real === undefined ? undefined : await stat(real).catch(() => undefined);
    if (found === undefined) return undefined;
    const kind = found.isDirectory() ? 'directory' : found.isFile() ? 'file' : 'other';
    return { name: basename(path), kind, size: kind === 'file' ? found.size : 0 };
  };

  return {
    volumeId,
    ...defined({ uuid }),
    find: describe,
    async list(path) {
      const real = await locate(path);
      const names = real === undefined ? [] : await readdir(real).catch(() => []);
      const entries = await Promise.all(names.sort().map((name) => describe(join(path, name))));
      return entries.filter((entry) => entry !== undefined);
    },
    async open(path) {
      const real = await locate(path);
      if (real === undefined || (await describe(path))?.kind !== 'file') return undefined;
      return openFile(real);
    },
  };
}

/** Opened for each read: a tree's files are small and many, and nobody closes them. */
async function openFile(path: string): Promise<RandomAccess> {
  const { size } = await stat(path);
  return {
    size,
    async read(offset, length) {
      const handle = await open(path);
      try {
        const bytes = new Uint8Array(Math.max(0, Math.min(length, size - offset)));
        let done = 0;
        while (done < bytes.length) {
          const { bytesRead } = await handle
            .read(bytes, done, bytes.length - done, offset + done)
            .catch((cause: unknown) => {
              throw unreadable(path, cause);
            });
          if (bytesRead === 0) break;
          done += bytesRead;
        }
        return bytes.subarray(0, done);
      } finally {
        await handle.close();
      }
    },
  };
}

/** What the kernel says of a file system whose blocks do not unpack (EIO). */
function unreadable(path: string, cause: unknown): WebbootError {
  return new WebbootError('damaged-image', `${path} cannot be read: ${String(cause)}`, {
    subject: path,
    remedy: 'The image is damaged: download it again, or choose another release.',
    cause,
  });
}

async function readLine(path: string): Promise<string | undefined> {
  const text = await readRegularText(path, { mostBytes: 4096 }).catch(() => undefined);
  return text?.split('\n', 1)[0]?.trim();
}
