import type { BigIntStats } from 'node:fs';
import { rename, rm, stat } from 'node:fs/promises';
import { WebbootError } from '../errors.ts';
import type { FileStamp, ImageFiles } from '../ports/image-files.ts';
import { digestFile } from './read-back-digest.ts';

export const imageFiles: ImageFiles = {
  sizeOf: async (path) => Number((await statsOf(path)).size),
  stampOf: async (path) => stampOf(await statsOf(path)),
  digestOf: digestFile,
  rename,
  remove: (path) => rm(path, { force: true }),
};

/** The time of the last change of the inode cannot be set back by whoever writes to the file. */
export function stampOf({ dev, ino, size, mtimeNs, ctimeNs }: BigIntStats): FileStamp {
  return { bytes: Number(size), mark: [dev, ino, size, mtimeNs, ctimeNs].join(' ') };
}

async function statsOf(path: string): Promise<BigIntStats> {
  try {
    return await stat(path, { bigint: true });
  } catch (cause) {
    throw new WebbootError('file-not-found', `${path} cannot be read.`, {
      subject: path,
      remedy: 'Check the path.',
      cause,
    });
  }
}
