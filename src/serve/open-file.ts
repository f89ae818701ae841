import { open } from 'node:fs/promises';
import { WebbootError } from '../errors.ts';
import type { FileStamp } from '../ports/image-files.ts';
import { stampOf } from '../storage/image-files.ts';

/** A file that is open to be sent. */
export interface OpenFile {
  readonly path: string;
  readonly bytes: number;
  /** False as soon as the file was written to. */
  unchanged(): Promise<boolean>;
  read(into: Uint8Array, offset: number): Promise<number>;
  close(): Promise<void>;
}

/**
 * Throws WebbootError `file-changed` if the file has another stamp. `start` is where what is sent
 * begins in it.
 */
export async function openFile(path: string, stamp: FileStamp, start = 0): Promise<OpenFile> {
  const handle = await open(path);
  const unchanged = async () => stampOf(await handle.stat({ bigint: true })).mark === stamp.mark;
  if (!(await unchanged())) {
    await handle.close();
    throw new WebbootError(
      'file-changed',
      `${path} was written to since its digest was computed.`,
      {
        subject: path,
        remedy: 'Start again.',
      },
    );
  }
  return {
    path,
    bytes: stamp.bytes,
    unchanged,
    read: async (into, offset) =>
      (await handle.read(into, 0, into.length, start + offset)).bytesRead,
    close: () => handle.close(),
  };
}
