import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { WebbootError } from '../../src/errors.ts';
import type { ImageOptions } from './options.ts';

/** Throws `file-not-found` for a file of the command line that cannot be read, before any work is done. */
export async function requireGivenFiles({
  kernel,
  iso,
  sshKeys,
  extraFiles,
}: Pick<ImageOptions, 'kernel' | 'iso' | 'sshKeys' | 'extraFiles'>): Promise<void> {
  const given = [
    { option: '--kernel', path: kernel },
    { option: '--iso', path: iso },
    { option: '--ssh-keys', path: sshKeys },
    ...extraFiles.map(({ source }) => ({ option: '--file', path: source })),
  ];
  for (const { option, path } of given) {
    if (path === undefined || (await isReadableFile(path))) continue;
    throw new WebbootError('file-not-found', `${option}: cannot read the file ${path}.`, {
      subject: path,
      remedy: 'Check the path and its permissions.',
    });
  }
}

async function isReadableFile(path: string): Promise<boolean> {
  try {
    await access(path, constants.R_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}
