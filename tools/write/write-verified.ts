import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { WebbootError } from '../../src/errors.ts';
import { writeAt } from '../stick/sparse-copy.ts';

const chunkBytes = 4 << 20;
/** Else the progress would be that of the page cache, and the end a wait of minutes. */
const syncBytes = 32 << 20;

export type WritePhase = 'writing' | 'verifying';

export interface WriteProgress {
  readonly phase: WritePhase;
  readonly bytes: number;
  readonly total: number;
}

/**
 * Writes a file over the beginning of a device or another file, and reads it back. `flush` has the
 * device's cached content dropped in between. Throws 'digest-wrong' when it reads otherwise.
 */
export async function writeVerified(
  image: string,
  device: string,
  {
    flush,
    onProgress,
    signal,
    shared = false,
  }: {
    flush: () => Promise<void>;
    onProgress: (progress: WriteProgress) => void;
    signal?: AbortSignal;
    /** Also where somebody else uses the device. */
    shared?: boolean;
  },
): Promise<void> {
  const source = await open(image);
  try {
    const { size: total } = await source.stat();
    const target = await openTarget(device, shared);
    const written = createHash('sha256');
    try {
      for await (const { chunk, offset } of chunksOf(source, total, signal)) {
        written.update(chunk);
        await writeAt(target, offset, chunk);
        if ((offset + chunk.length) % syncBytes === 0) await target.datasync();
        onProgress({ phase: 'writing', bytes: offset + chunk.length, total });
      }
      await target.sync();
    } finally {
      await target.close();
    }
    await flush();
    const read = createHash('sha256');
    const again = await open(device);
    try {
      for await (const { chunk, offset } of chunksOf(again, total, signal)) {
        read.update(chunk);
        onProgress({ phase: 'verifying', bytes: offset + chunk.length, total });
      }
    } finally {
      await again.close();
    }
    if (!read.digest().equals(written.digest())) {
      throw new WebbootError('digest-wrong', `${device} does not hold what was written to it.`, {
        subject: device,
        remedy: 'Write it again. If that fails too, the stick is broken.',
      });
    }
  } finally {
    await source.close();
  }
}

/** O_EXCL keeps a block device from being mounted meanwhile, and is refused where it is. */
async function openTarget(device: string, shared: boolean): Promise<FileHandle> {
  try {
    return await open(device, constants.O_RDWR | (shared ? 0 : constants.O_EXCL));
  } catch (cause) {
    throw new WebbootError('not-permitted', `${device} cannot be written: ${cause}`, {
      subject: device,
      remedy: 'Run this as root, unmount the disk, and look for a write-protect switch.',
      cause,
    });
  }
}

async function* chunksOf(
  file: FileHandle,
  total: number,
  signal?: AbortSignal,
): AsyncGenerator<{ readonly chunk: Uint8Array; readonly offset: number }> {
  const buffer = Buffer.alloc(chunkBytes);
  for (let offset = 0; offset < total; ) {
    signal?.throwIfAborted();
    const length = Math.min(chunkBytes, total - offset);
    const { bytesRead } = await file.read(buffer, 0, length, offset);
    if (bytesRead === 0) return;
    yield { chunk: buffer.subarray(0, bytesRead), offset };
    offset += bytesRead;
  }
}
