import { open, rename, rm, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { WebbootError } from '../errors.ts';
import type { KeepRequest } from '../ports/transfer.ts';
import { copyImage } from './copy-image.ts';
import type { ImageStore } from './image-folder.ts';
import { mountVolume } from './mount-volume.ts';
import { run } from './run.ts';

/**
 * Copies an image and the files that vouch for it into a store, and returns its path. The image
 * gets its name last, when it is whole and on the disk. Throws WebbootError `sink-failed`.
 */
export async function keepIn(store: ImageStore, request: KeepRequest): Promise<string> {
  const target = join(store.directory, request.fileName);
  await remount(store, 'rw');
  try {
    await requireSpace(store, request.bytes);
    await writeWhole(target, store, request);
    return target;
  } catch (cause) {
    await rm(`${target}.part`, { force: true });
    if (cause instanceof WebbootError) throw cause;
    throw new WebbootError('sink-failed', `${request.fileName} could not be kept.`, {
      subject: target,
      remedy: 'Check the disk: the log has the kernel’s words.',
      cause,
    });
  } finally {
    await run('sync', []);
    await remount(store, 'ro').catch(() => {});
  }
}

async function writeWhole(
  target: string,
  store: ImageStore,
  { from, bytes, beside, signal, onProgress }: KeepRequest,
): Promise<void> {
  const part = `${target}.part`;
  // Whole before the image has its name: it is worth nothing without what vouches for it.
  for (const [name, content] of beside) {
    await writeFile(join(store.directory, name), content, { flush: true });
  }
  await (await open(part, 'w')).close();
  await copyImage({
    from,
    to: part,
    bytes,
    ...(signal === undefined ? {} : { signal }),
    ...(onProgress === undefined ? {} : { onProgress }),
  });
  const file = await open(part, 'r+');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(part, target);
}

async function requireSpace({ directory }: ImageStore, bytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(directory);
  if (bavail * bsize > bytes) return;
  throw new WebbootError('sink-failed', 'There is no room to keep the image.', {
    subject: directory,
    remedy: `Delete images that are not needed: ${bytes} bytes are.`,
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
    remedy: 'Check its write-protect switch; repair its file system; or do not keep the image.',
  });
}
