import { constants } from 'node:fs';
import { type FileHandle, lstat, open, realpath, rm, statfs, unlink } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { WebbootError } from '../errors.ts';
import { sinkError } from './block-writer.ts';
import { readDeviceSize } from './device-size.ts';

export interface DownloadSink {
  readonly file: FileHandle;
  /** Forgets an earlier try's bytes. */
  empty(): Promise<void>;
  /** Throws `too-large` where the bytes will not fit. */
  requireRoom(bytes: number): Promise<void>;
  /** Makes a device hold what was written; a file is left to the system's own time. */
  settle(): Promise<void>;
  close(): Promise<void>;
  /** Leaves no half file behind; a device stays as it is. */
  discard(): Promise<void>;
}

/**
 * Opens a block device, or creates a file in the place of an existing one. A link is not followed:
 * in a folder that others write to, it would lead to any file or disk. Throws WebbootError.
 */
export async function openDownloadSink(path: string): Promise<DownloadSink> {
  // Anything there that is no ordinary file is not ours to empty or to remove.
  const isDevice = await lstat(path).then(
    (found) => !found.isFile(),
    () => false,
  );
  const { O_CREAT, O_EXCL, O_NOFOLLOW, O_NONBLOCK, O_WRONLY } = constants;
  const fail = (error: unknown): never => {
    throw sinkError(error, path);
  };
  if (!isDevice) await rm(path, { force: true }).catch(fail);
  // What waits for a reader, as a FIFO does, fails at once.
  const flags = isDevice ? O_NONBLOCK : O_CREAT | O_EXCL;
  const file = await open(path, O_WRONLY | O_NOFOLLOW | flags).catch(fail);
  return {
    file,
    async empty() {
      if (!isDevice) {
        await file.truncate(0);
      }
    },
    async requireRoom(bytes) {
      const room = isDevice ? await deviceSize(path) : await freeSpace(path);
      if (room !== undefined && bytes > room) {
        throw new WebbootError(
          'too-large',
          `${bytes} bytes do not fit into the ${room} bytes of ${path}.`,
          {
            subject: path,
            remedy: isDevice ? 'Reserve more memory.' : 'Make room there, or choose another place.',
          },
        );
      }
    },
    async settle() {
      if (isDevice) {
        // What lies in the page cache only would be lost by a kexec.
        await file.sync().catch((error: unknown) => {
          throw sinkError(error, path);
        });
      }
    },
    close: () => file.close(),
    async discard() {
      await file.close();
      if (!isDevice) {
        await unlink(path).catch(() => {});
      }
    },
  };
}

// stat(2) gives 0 for a device.
async function deviceSize(path: string): Promise<number | undefined> {
  try {
    return await readDeviceSize(`class/block/${basename(await realpath(path))}`);
  } catch {
    return undefined;
  }
}

async function freeSpace(path: string): Promise<number | undefined> {
  try {
    const { bavail, bsize } = await statfs(dirname(path));
    return bavail * bsize;
  } catch {
    return undefined;
  }
}
