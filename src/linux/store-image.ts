import { statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { WebbootError } from '../errors.ts';
import type { KeepRequest } from '../ports/transfer.ts';
import { copyInto } from './copy-image.ts';
import { type Folder, inFolder, openFolder } from './folder.ts';
import type { ImageStore } from './image-folder.ts';
import { mountVolume } from './mount-volume.ts';
import { run } from './run.ts';

/**
 * Copies an image and the files that vouch for it into a store, and returns its path. The image
 * gets its name last, when it is whole and on the disk. Throws WebbootError `sink-failed`.
 */
export async function storeImage(store: ImageStore, request: KeepRequest): Promise<string> {
  const target = join(store.directory, request.fileName);
  await remount(store, 'rw');
  try {
    await requireSpace(store, request.bytes);
    await inFolder(openFolder(store.directory), (folder) => writeWhole(folder, request));
    return target;
  } catch (cause) {
    if (cause instanceof WebbootError) throw cause;
    throw new WebbootError('sink-failed', `${request.fileName} could not be saved.`, {
      subject: target,
      remedy: 'Check the disk. See the log for the kernel’s message.',
      cause,
    });
  } finally {
    await run('sync', []);
    await remount(store, 'ro').catch(() => {});
  }
}

async function writeWhole(folder: Folder, request: KeepRequest): Promise<void> {
  const { fileName, beside } = request;
  const part = `${fileName}.part`;
  // Whole before the image has its name: it is worth nothing without what vouches for it.
  for (const [name, content] of beside) await folder.replace(name, content, { mode: 0o644 });
  try {
    const file = await folder.create(part, { mode: 0o644 });
    try {
      await copyInto(file, { ...request, to: join(folder.path, part) });
      await file.sync();
    } finally {
      await file.close();
    }
    await folder.rename(part, fileName);
  } catch (error) {
    await folder.remove(part).catch(() => {});
    throw error;
  }
  await folder.sync();
}

async function requireSpace({ directory }: ImageStore, bytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(directory);
  if (bavail * bsize > bytes) return;
  throw new WebbootError('sink-failed', 'There is not enough room to save the image.', {
    subject: directory,
    remedy: `Delete images that are not needed: ${bytes} bytes are required.`,
  });
}

/** Mounted anew, since what was mounted without its journal cannot be made writable. */
async function remount({ volume }: ImageStore, mode: 'ro' | 'rw'): Promise<void> {
  if (volume === undefined) return;
  const { device, mountPoint } = volume;
  await run('umount', [mountPoint]);
  if (await mountVolume(volume, mode)) return;
  await mountVolume(volume, 'ro');
  throw new WebbootError('sink-failed', `${device} cannot be written to.`, {
    subject: device,
    remedy:
      'Check its write-protect switch, repair its file system, or boot without saving the image.',
  });
}
