import { constants } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';
import { WebbootError } from '../errors.ts';
import type { Medium } from '../ports/random-access.ts';
import { readDeviceSize } from '../storage/device-size.ts';

/**
 * Opens a file or a block device for reading at any place. Throws WebbootError: `file-not-found`,
 * `not-permitted`, `unsupported-image` for a directory or a terminal, `damaged-image` from a read
 * that the device refuses.
 */
export async function openFileMedium(path: string): Promise<Medium> {
  const handle = await openForReading(path);
  try {
    const size = await sizeOf(handle, path);
    return {
      path,
      size,
      read(offset, length, options) {
        options?.signal?.throwIfAborted();
        const start = Math.min(Math.max(offset, 0), size);
        const end = Math.min(Math.max(offset + length, start), size);
        return readFully(handle, { path, start, end });
      },
      close: () => handle.close(),
    };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/**
 * Opens what may be an image and may be anything: without O_NONBLOCK, a FIFO would hold webboot up
 * until somebody writes to it. A drive is opened without it, since that has the kernel look whether
 * there is a medium in it. Throws as openFileMedium does.
 */
export async function openForReading(path: string): Promise<FileHandle> {
  try {
    const isDevice = (await stat(path)).isBlockDevice();
    return await open(path, constants.O_RDONLY | (isDevice ? 0 : constants.O_NONBLOCK));
  } catch (error) {
    throw openingError(path, error);
  }
}

async function sizeOf(handle: FileHandle, path: string): Promise<number> {
  const stats = await handle.stat({ bigint: true });
  if (stats.isFile()) return Number(stats.size);
  if (stats.isBlockDevice()) return blockDeviceSize(stats.rdev, path);
  throw new WebbootError('unsupported-image', `${path} is neither a file nor a block device.`, {
    subject: path,
    remedy: 'Name an ISO file, or a block device such as /dev/sdb that an ISO was written to.',
  });
}

/** A device's inode has no size. */
async function blockDeviceSize(rdev: bigint, path: string): Promise<number> {
  const major = ((rdev >> 8n) & 0xfffn) | ((rdev >> 32n) & ~0xfffn);
  const minor = (rdev & 0xffn) | ((rdev >> 12n) & ~0xffn);
  try {
    return await readDeviceSize(`dev/block/${major}:${minor}`);
  } catch (cause) {
    throw new WebbootError('file-not-found', `The kernel does not say how large ${path} is.`, {
      subject: path,
      remedy: 'Check that /sys is mounted and the device is still attached.',
      cause,
    });
  }
}

async function readFully(
  handle: FileHandle,
  range: { readonly path: string; readonly start: number; readonly end: number },
): Promise<Uint8Array> {
  const bytes = new Uint8Array(range.end - range.start);
  let filled = 0;
  while (filled < bytes.length) {
    const position = range.start + filled;
    const { bytesRead } = await handle
      .read(bytes, filled, bytes.length - filled, position)
      .catch((cause: unknown) => {
        throw readingError(range.path, position, cause);
      });
    // The file has shrunk since it was opened.
    if (bytesRead === 0) throw readingError(range.path, position, undefined);
    filled += bytesRead;
  }
  return bytes;
}

function readingError(path: string, position: number, cause: unknown): WebbootError {
  return new WebbootError('damaged-image', `${path} cannot be read at byte ${position}.`, {
    subject: path,
    remedy: 'Copy or download the image again, to another disk if the kernel log shows I/O errors.',
    cause,
  });
}

function openingError(path: string, cause: unknown): unknown {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'ENXIO' || code === 'ENODEV') {
    return new WebbootError('file-not-found', `${path} does not exist.`, {
      subject: path,
      remedy: 'Check the path. A URL must begin with http:// or https://.',
      cause,
    });
  }
  if (code === 'EACCES' || code === 'EPERM') {
    return new WebbootError('not-permitted', `${path} cannot be read by this user.`, {
      subject: path,
      remedy:
        'Run as root, or as a user who may read it (for a disk, a member of the group "disk").',
      cause,
    });
  }
  if (code === 'EIO') return readingError(path, 0, cause);
  return cause;
}
