import { constants } from 'node:fs';
import { type FileHandle, lstat, mkdir, open, opendir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { WebbootError } from '../errors.ts';

const { O_CREAT, O_DIRECTORY, O_EXCL, O_NOFOLLOW, O_RDONLY, O_RDWR } = constants;

/**
 * A folder of a stick, held open. Names in it are names, never paths, and no link is followed: who
 * filled the stick cannot lead a write to another place, not even by changing it meanwhile. Node has
 * no openat(2): the handle's own entry in /proc stands for the directory that was opened.
 */
export interface Folder {
  /** For people, and for what is read later. */
  readonly path: string;
  /** Regular files, with their sizes, of the first thousands; links, devices and FIFOs are left out. */
  files(): Promise<readonly { readonly name: string; readonly bytes: number }[]>;
  /** A new file for reading and writing; whatever had its name is removed first. */
  create(name: string, options: { readonly mode: number }): Promise<FileHandle>;
  /** Puts a file in the place of another. A power cut leaves the old one or the new one. */
  replace(name: string, content: string | Uint8Array, options: { mode: number }): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  remove(name: string): Promise<void>;
  /** A folder in it, made if there is none; closed by whoever opened it. */
  subfolder(name: string): Promise<Folder>;
  /** Writes names through to the disk. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

/** Opens a folder whose own path is webboot's or the person's; its last part must not be a link. */
export async function openFolder(path: string): Promise<Folder> {
  return folderOf(await openDirectory(path, path), path);
}

/** Opens a folder for the time of some work. */
export async function inFolder<T>(
  opening: Promise<Folder>,
  work: (folder: Folder) => Promise<T>,
): Promise<T> {
  const folder = await opening;
  try {
    return await work(folder);
  } finally {
    await folder.close();
  }
}

function folderOf(handle: FileHandle, path: string): Folder {
  const at = (name: string) => `/proc/self/fd/${handle.fd}/${plainName(name)}`;
  const folder: Folder = {
    path,
    async files() {
      const names = (await firstNames(`/proc/self/fd/${handle.fd}`)).sort();
      const found = await Promise.all(
        names.map(async (name) => {
          const stats = await lstat(at(name)).catch(() => undefined);
          return stats?.isFile() ? [{ name, bytes: stats.size }] : [];
        }),
      );
      return found.flat();
    },
    async create(name, { mode }) {
      await rm(at(name), { force: true });
      return open(at(name), O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW, mode);
    },
    async replace(name, content, options) {
      const part = `${name}.new`;
      const file = await folder.create(part, options);
      try {
        await file.writeFile(content);
        await file.sync();
      } finally {
        await file.close();
      }
      await folder.rename(part, name);
      await folder.sync();
    },
    rename: (from, to) => rename(at(from), at(to)),
    remove: (name) => rm(at(name), { force: true }),
    async subfolder(name) {
      await mkdir(at(name)).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== 'EEXIST') throw error;
      });
      return folderOf(await openDirectory(at(name), join(path, name)), join(path, name));
    },
    sync: () => handle.sync(),
    close: () => handle.close(),
  };
  return folder;
}

/** A folder of a stick may have been made to fill the memory of who lists it. */
const mostNames = 4096;

async function firstNames(path: string): Promise<string[]> {
  const names: string[] = [];
  for await (const { name } of await opendir(path)) {
    if (names.length === mostNames) break;
    names.push(name);
  }
  return names;
}

async function openDirectory(path: string, shown: string): Promise<FileHandle> {
  return open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code !== 'ELOOP' && cause.code !== 'ENOTDIR') throw cause;
    throw new WebbootError('sink-failed', `${shown} is not a folder.`, {
      subject: shown,
      remedy: 'Create a folder there: links to folders are not followed.',
      cause,
    });
  });
}

/** Names may come from a URL or a stick. */
function plainName(name: string): string {
  if (name !== '' && name !== '.' && name !== '..' && !/[/\0]/.test(name)) return name;
  throw new WebbootError('sink-failed', `${JSON.stringify(name)} is not the name of a file.`, {
    remedy: 'Choose another name.',
  });
}
