import { rename, rm, stat } from 'node:fs/promises';
import { WebbootError } from '../errors.ts';
import type { ImageFiles } from '../ports/image-files.ts';
import { digestFile } from './read-back-digest.ts';

export const imageFiles: ImageFiles = {
  async sizeOf(path) {
    try {
      return (await stat(path)).size;
    } catch (cause) {
      throw new WebbootError('file-not-found', `${path} cannot be read.`, {
        subject: path,
        remedy: 'Check the path.',
        cause,
      });
    }
  },
  digestOf: digestFile,
  rename,
  remove: (path) => rm(path, { force: true }),
};
