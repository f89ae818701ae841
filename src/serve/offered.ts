import { type FileHandle, open } from 'node:fs/promises';
import type { VerifiedFile } from '../boot/files/verified-file.ts';
import { imageId } from '../core/image/image-id.ts';
import { WebbootError } from '../errors.ts';
import { stampOf } from '../storage/image-files.ts';

/** A verified image that is open to be sent. */
export interface Offered {
  readonly file: VerifiedFile;
  /** By its SHA-256; the other ids lead to the same bytes. */
  readonly id: string;
  readonly ids: readonly string[];
  /** False as soon as the file is not the one that was verified. */
  unchanged(): Promise<boolean>;
  read(into: Uint8Array, offset: number): Promise<number>;
  close(): Promise<void>;
}

/** Throws WebbootError `file-changed` if it is not what was verified. */
export async function openOffered(file: VerifiedFile): Promise<Offered> {
  const handle = await open(file.path);
  const unchanged = async () => isSame(handle, file);
  if (!(await unchanged())) {
    await handle.close();
    throw new WebbootError('file-changed', `${file.path} is not the file that was verified.`, {
      subject: file.path,
      remedy: 'Start again.',
    });
  }
  const ids = file.digests.map(imageId);
  return {
    file,
    id: imageId(file.digests[0]),
    ids,
    unchanged,
    read: async (into, offset) => (await handle.read(into, 0, into.length, offset)).bytesRead,
    close: () => handle.close(),
  };
}

async function isSame(handle: FileHandle, { stamp }: VerifiedFile): Promise<boolean> {
  return stampOf(await handle.stat({ bigint: true })).mark === stamp.mark;
}
